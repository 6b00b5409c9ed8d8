import type { WorklistRow } from '../../../shared/model/study.ts';
import { listStudies } from '../archive/study-rows.ts';
import { searchCondition } from '../archive/study-search.ts';
import type { Db } from '../kernel/sqlite.ts';
import { Statements } from '../kernel/statements.ts';

/** Rows sent to a window at once; the search narrows what is beyond. */
const MAX_ROWS = 500;

/** The reading list. Today it is made of what is stored; orders come with their sources. */
export class Worklist {
  readonly #statements: Statements;

  constructor(db: Db) {
    this.#statements = new Statements(db);
  }

  /** The newest studies that fit, and how many fit in all. */
  list(search: string): { readonly rows: WorklistRow[]; readonly total: number } {
    const { rows, total } = listStudies(this.#statements, searchCondition(search), MAX_ROWS);
    return { rows: [...rows], total };
  }
}
