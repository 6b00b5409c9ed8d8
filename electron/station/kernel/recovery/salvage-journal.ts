import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../atomic-file.ts';
import { diskError } from '../disk-error.ts';
import { openDatabase } from '../sqlite.ts';
import type { DatabaseOptions, Db } from '../sqlite.ts';

/** Copy of the journal as it was when the store was last closed in order. */
export const JOURNAL_COPY = 'journal-copy.db';

export interface Salvaged {
  /** Rows taken from the damaged file. */
  readonly rows: number;
  /** Rows that only the copy still had. */
  readonly fromCopy: number;
  /** Tables that could not be read to their end. */
  readonly cutOff: readonly string[];
}

/**
 * Fills a new journal with what can still be read: first the damaged file, row by row from both ends; then, for rows that are not
 * there, the copy of the last orderly close.
 */
export function salvageJournal(
  journal: Db,
  sources: { readonly damaged: string | null; readonly copy: string | null },
  key: Uint8Array,
  options: DatabaseOptions,
): Salvaged {
  const cutOff = new Set<string>();
  const rows =
    sources.damaged === null ? 0 : fill(journal, sources.damaged, key, options, (table) => cutOff.add(table));
  const fromCopy = sources.copy === null ? 0 : fill(journal, sources.copy, key, options, () => undefined);
  return { rows, fromCopy, cutOff: [...cutOff].sort() };
}

/** After an orderly close. */
export async function copyJournal(dir: string): Promise<void> {
  const file = join(dir, 'journal.db');
  if (!existsSync(file) || existsSync(`${file}-wal`)) return;
  try {
    await copyFile(file, join(dir, `${JOURNAL_COPY}.new`));
    await rename(join(dir, `${JOURNAL_COPY}.new`), join(dir, JOURNAL_COPY));
    await syncFolder(dir);
  } catch (error) {
    throw diskError(error);
  }
}

function fill(
  journal: Db,
  file: string,
  key: Uint8Array,
  options: DatabaseOptions,
  onCutOff: (table: string) => void,
): number {
  if (!existsSync(file)) return 0;
  let source: Db;
  try {
    source = openDatabase(file, key, { ...options, mustExist: true });
  } catch {
    // Not even its first page can be read: there is nothing to take.
    for (const table of tablesOf(journal)) onCutOff(table);
    return 0;
  }
  try {
    let rows = 0;
    for (const table of tablesOf(journal)) rows += fillTable(journal, source, table, () => onCutOff(table));
    return rows;
  } finally {
    source.close();
  }
}

function fillTable(journal: Db, source: Db, table: string, onCutOff: () => void): number {
  const known = columns(journal, table);
  let rows = 0;
  const take = (row: unknown): void => {
    if (typeof row !== 'object' || row === null) return;
    const values = new Map<string, unknown>(Object.entries(row));
    const shared = known.filter((name) => values.has(name));
    const { changes } = journal
      .prepare(`INSERT OR IGNORE INTO ${table} (${shared.join(', ')}) VALUES (${shared.map(() => '?').join(', ')})`)
      .run(shared.map((name) => values.get(name)));
    rows += changes;
  };
  const key = columns(journal, table, 'WHERE pk > 0 ORDER BY pk');
  const readable = (order: string): boolean => {
    try {
      const sql = `SELECT * FROM ${table} ORDER BY ${key.map((name) => `${name} ${order}`).join(', ')}`;
      for (const row of source.prepare(sql).iterate()) take(row);
      return true;
    } catch {
      // A page of it is gone: what lies behind is read from the other end.
      return false;
    }
  };
  if (!readable('ASC')) {
    onCutOff();
    readable('DESC');
  }
  return rows;
}

function tablesOf(journal: Db): readonly string[] {
  return journal
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('migration', 'meta') ORDER BY name",
    )
    .pluck()
    .all();
}

function columns(db: Db, table: string, where = ''): readonly string[] {
  return db.prepare<[string], string>(`SELECT name FROM pragma_table_info(?) ${where}`).pluck().all(table);
}
