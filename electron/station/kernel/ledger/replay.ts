import { z } from 'zod';
import type { Db } from '../sqlite.ts';
import type { LedgerRow } from './ledger.ts';
import { columnsOf, keyOf, MIRRORED } from './mirror.ts';

const Values = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

interface Table {
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** Writes rows of a ledger into an index whose foreign keys are off. The last word on a row stands; audit records never change. */
export class Replay {
  readonly #db: Db;
  readonly #tables = new Map<string, Table>();
  rows = 0;

  constructor(db: Db) {
    this.#db = db;
    for (const table of MIRRORED) this.#tables.set(table, { columns: columnsOf(db, table), key: keyOf(db, table) });
  }

  take({ tbl, op, row }: LedgerRow): void {
    const table = this.#tables.get(tbl);
    // Of a newer program: what this one does not know it cannot show.
    if (table === undefined) return;
    const values = Values.parse(JSON.parse(row));
    if (op === 'gone') this.#remove(tbl, table, values);
    else this.#put(tbl, table, values);
    this.rows += 1;
  }

  #put(tbl: string, table: Table, values: Readonly<Record<string, string | number | null>>): void {
    const columns = table.columns.filter((name) => Object.hasOwn(values, name));
    const others = columns.filter((name) => !table.key.includes(name));
    const update =
      tbl === 'audit' || others.length === 0
        ? 'DO NOTHING'
        : `DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
    this.#db
      .prepare(
        `INSERT INTO ${tbl} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
         ON CONFLICT (${table.key.join(', ')}) ${update}`,
      )
      .run(columns.map((name) => values[name] ?? null));
  }

  #remove(tbl: string, table: Table, values: Readonly<Record<string, string | number | null>>): void {
    if (tbl === 'audit') return;
    const where = table.key.map((name) => `${name} = ?`).join(' AND ');
    this.#db.prepare(`DELETE FROM ${tbl} WHERE ${where}`).run(table.key.map((name) => values[name] ?? null));
  }
}
