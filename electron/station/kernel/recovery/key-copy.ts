import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { diskError } from '../disk-error.ts';
import { keyRingMigrations } from '../key-ring-migrations.ts';
import { migrate } from '../migrate.ts';
import { databaseError, openDatabase } from '../sqlite.ts';
import type { DatabaseOptions, Db } from '../sqlite.ts';
import { isMendable } from './mendable.ts';
import { putAside } from './put-aside.ts';

/** Where the second copy of a key ring lies. */
export function copyOf(file: string): string {
  return file.replace(/\.db$/, '-copy.db');
}

/**
 * Opens the second copy of the keys and makes it equal to the first: a key is written to the first before it is written here, and
 * forgotten here before it is forgotten there, so the first is always right while it can be read.
 */
export function openKeyCopy(keys: Db, file: string, key: Uint8Array, options: DatabaseOptions): Db {
  const open = (): Db => {
    const db = openDatabase(file, key, { ...options, mustExist: false });
    try {
      migrate(db, keyRingMigrations);
      level(keys, db);
      return db;
    } catch (error) {
      db.close();
      throw databaseError(error);
    }
  };
  try {
    return open();
  } catch (error) {
    if (!isMendable(error)) throw error;
    // A copy of what is sound: it is put out of the way and made again.
    try {
      renameSync(file, `${file}.damaged`);
    } catch (failure) {
      throw diskError(failure);
    }
    return open();
  }
}

/**
 * Puts a damaged or missing key ring aside and its copy in its place. Gives the folder of the damaged one; undefined when there is no
 * copy that the key opens, and nothing was touched.
 */
export async function useKeyCopy(
  dir: string,
  name: string,
  key: Uint8Array,
  options: DatabaseOptions,
): Promise<string | null | undefined> {
  const copy = copyOf(join(dir, name));
  if (!existsSync(copy)) return undefined;
  try {
    const db = openDatabase(copy, key, { ...options, mustExist: true });
    const verdict = db.pragma('quick_check(1)', { simple: true });
    db.close();
    if (verdict !== 'ok') return undefined;
  } catch (error) {
    if (isMendable(error)) return undefined;
    throw error;
  }
  const folder = await putAside(dir, name);
  try {
    copyFileSync(copy, join(dir, `${name}.new`));
    renameSync(join(dir, `${name}.new`), join(dir, name));
  } catch (error) {
    throw diskError(error);
  }
  return folder;
}

/** Of keys that are being changed. */
const CHANGES = [
  ['former_study_key', 'study_key_id'],
  ['rewrapped_blob', 'blob_id'],
] as const;

function sameBytes(one: unknown, other: unknown): boolean {
  return Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other);
}

function level(keys: Db, copy: Db): void {
  const read = (db: Db, table: string): readonly Readonly<Record<string, unknown>>[] =>
    db.prepare<[], Readonly<Record<string, unknown>>>(`SELECT * FROM ${table}`).all();
  copy
    .transaction(() => {
      for (const [table, id] of [['site_key', 'site_id'], ['study_key', 'study_key_id'], ...CHANGES] as const) {
        const there = new Map(read(copy, table).map((row) => [row[id], row['sealed']]));
        for (const row of read(keys, table)) {
          // Wrapped anew in the first, and not here yet: a kill came between.
          if (sameBytes(there.get(row[id]), row['sealed'])) continue;
          const columns = Object.keys(row);
          copy
            .prepare(
              `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
            )
            .run(Object.values(row));
        }
      }
      // What the first no longer has was forgotten; studies before their sites.
      for (const [table, id] of [...CHANGES, ['study_key', 'study_key_id'], ['site_key', 'site_id']] as const) {
        const known = new Set(read(keys, table).map((row) => row[id]));
        const forget = copy.prepare(`DELETE FROM ${table} WHERE ${id} = ?`);
        for (const row of read(copy, table)) if (!known.has(row[id])) forget.run(row[id]);
      }
    })
    .immediate();
}
