import type { WorklistRow } from '../../../shared/model/study.ts';
import { listStudies } from '../archive/study-rows.ts';
import { searchCondition } from '../archive/study-search.ts';
import type { Db } from '../kernel/sqlite.ts';
import { Statements } from '../kernel/statements.ts';
import type { OrderList } from './imaging-orders/order-list.ts';

/** Rows sent to a window at once; the search narrows what is beyond. */
const MAX_ROWS = 500;

/** The reading list: the studies that are here with their orders, and the orders whose images are still at the site. */
export class Worklist {
  readonly #statements: Statements;
  readonly #orders: Pick<OrderList, 'withOrders' | 'waiting'> | null;

  /** @param orders null: where none are kept */
  constructor(db: Db, orders: Pick<OrderList, 'withOrders' | 'waiting'> | null = null) {
    this.#statements = new Statements(db);
    this.#orders = orders;
  }

  /** The newest studies that fit, then the orders that wait for images, and how many fit in all. */
  list(search: string): { readonly rows: WorklistRow[]; readonly total: number } {
    const { rows, total } = listStudies(this.#statements, searchCondition(search), MAX_ROWS);
    if (this.#orders === null) return { rows: [...rows], total };
    const waiting = this.#orders.waiting(search);
    return { rows: [...this.#orders.withOrders(rows), ...waiting], total: total + waiting.length };
  }
}
