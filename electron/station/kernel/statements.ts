import { LRUCache } from 'lru-cache';
import type { Db, Statement } from './sqlite.ts';

/** More than the rooms have; a search makes a few of its own. */
const KEPT = 200;

/**
 * Statements of one database, each prepared once: that takes as long as running a small one. For `get`, `all` and `run`, which
 * end before they return; who walks through rows one by one prepares a statement of its own. `pluck` stays with its text.
 */
export class Statements {
  readonly #db: Db;
  readonly #kept = new LRUCache<string, Statement<unknown[]>>({ max: KEPT });

  constructor(db: Db) {
    this.#db = db;
  }

  prepare<P extends unknown[], R = unknown>(sql: string): Statement<P, R> {
    const known = this.#kept.get(sql) ?? this.#db.prepare<unknown[]>(sql);
    this.#kept.set(sql, known);
    // A text has one shape of values and rows, which only whoever wrote it knows: as with the driver's own.
    return known as Statement<P, R>;
  }
}
