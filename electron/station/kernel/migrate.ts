import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Db } from './sqlite.ts';

/** One step of a schema. A released one is never edited. */
export interface Migration {
  /** In tens, rising: room for a hot fix between two. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

interface Applied {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings a database to the newest schema: all pending steps and the version in one transaction, or nothing. A database of
 * a newer program throws `store/newer-version` and is not touched.
 */
export function migrate(db: Db, migrations: readonly Migration[]): void {
  checkOrder(migrations);
  const version = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest) {
    throw new AppError('store/newer-version', 'the store was made by a newer version of the program', {
      context: { version, newest },
    });
  }
  checkHistory(version === 0 ? [] : readApplied(db), version, migrations);
  const pending = migrations.filter((migration) => migration.version > version);
  if (pending.length > 0) db.transaction(() => apply(db, pending, newest)).immediate();
}

function apply(db: Db, pending: readonly Migration[], newest: number): void {
  db.exec(`CREATE TABLE IF NOT EXISTS migration (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL
  ) STRICT`);
  const note = db.prepare('INSERT INTO migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)');
  for (const migration of pending) {
    db.exec(migration.sql);
    note.run(migration.version, migration.name, checksum(migration), new Date().toISOString());
  }
  db.pragma(`user_version = ${newest}`);
}

function readApplied(db: Db): readonly Applied[] {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").get();
  if (table === undefined) throw new AppError('store/damaged', 'the history of the schema is missing');
  return db.prepare<[], Applied>('SELECT version, name, checksum FROM migration ORDER BY version').all();
}

function checkHistory(applied: readonly Applied[], version: number, migrations: readonly Migration[]): void {
  const known = migrations.filter((migration) => migration.version <= version);
  const asExpected =
    applied.length === known.length &&
    known.every(
      (migration, i) => applied[i]?.version === migration.version && applied[i].checksum === checksum(migration),
    );
  if (!asExpected) {
    throw new AppError('store/damaged', 'the schema of the store was not made by the steps this program knows', {
      context: { version },
    });
  }
}

function checkOrder(migrations: readonly Migration[]): void {
  let last = 0;
  for (const migration of migrations) {
    if (!Number.isInteger(migration.version) || migration.version <= last) {
      throw new AppError('internal/bug', `migration ${migration.version} is out of order`);
    }
    last = migration.version;
  }
}

/** Of the text without its layout, so that a formatter cannot change it. */
function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replace(/\s+/g, ' ').trim()).digest('hex');
}
