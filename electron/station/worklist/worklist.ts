import type { StudyId } from '../../../shared/model/ids.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { idsOfStudies, listedStudies, listStudies } from '../archive/study-rows.ts';
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
  readonly #holds: (rows: readonly WorklistRow[]) => WorklistRow[];
  readonly #kept: () => ReadonlyMap<string, NonNullable<WorklistRow['kept']>>;

  /**
   * @param orders null: where none are kept
   * @param kept studies that somebody keeps here, by UID
   * @param holds the same rows with what waits for its site
   */
  constructor(
    db: Db,
    orders: Pick<OrderList, 'withOrders' | 'waiting'> | null = null,
    kept: () => ReadonlyMap<string, NonNullable<WorklistRow['kept']>> = () => new Map(),
    holds: (rows: readonly WorklistRow[]) => WorklistRow[] = (rows) => [...rows],
  ) {
    this.#statements = new Statements(db);
    this.#orders = orders;
    this.#kept = kept;
    this.#holds = holds;
  }

  /** The newest studies that fit, then the orders that wait for images, and how many fit in all. */
  list(search: string): { readonly rows: WorklistRow[]; readonly total: number } {
    const { rows, total } = listStudies(this.#statements, searchCondition(search), MAX_ROWS);
    if (this.#orders === null) return { rows: this.#withKept(this.#holds(rows)), total };
    const waiting = this.#orders.waiting(search);
    return {
      rows: this.#withKept([...this.#holds(this.#orders.withOrders(rows)), ...waiting]),
      total: total + waiting.length,
    };
  }

  /** Every study that is here, the newest first: for who goes over all of them, some at a time. */
  everyStudy(): readonly StudyId[] {
    return idsOfStudies(this.#statements);
  }

  /** Studies with their orders; those that are gone are left out. */
  rowsOf(ids: readonly StudyId[]): readonly WorklistRow[] {
    const rows = listedStudies(this.#statements, ids);
    return this.#orders?.withOrders(rows) ?? rows;
  }

  #withKept(rows: readonly WorklistRow[]): WorklistRow[] {
    const kept = this.#kept();
    if (kept.size === 0) return [...rows];
    return rows.map((row) => {
      const own = kept.get(row.studyUid);
      return own === undefined ? row : { ...row, kept: own };
    });
  }
}
