import type { DatabaseAccess, SealedKeys } from './blob-tasks.ts';
import { databaseError, openDatabase } from './sqlite.ts';
import type { Db } from './sqlite.ts';

/** Writes sealed keys in one transaction, durable when it returns. Runs in a worker, so every call waits. */
export function writeSealedKeys(database: DatabaseAccess, keys: SealedKeys): void {
  withDatabase(database, (db) => insertSealedKeys(db, keys));
}

export function insertSealedKeys(db: Db, keys: SealedKeys): void {
  const site = db.prepare('INSERT INTO site_key (site_id, sealed, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const study = db.prepare('INSERT INTO study_key (study_key_id, site_id, sealed, created_at) VALUES (?, ?, ?, ?)');
  db.transaction(() => {
    for (const key of keys.sites) site.run(key.siteId, key.sealed, key.createdAt);
    for (const key of keys.studies) study.run(key.studyKeyId, key.siteId, key.sealed, key.createdAt);
  }).immediate();
}

/** Moves the log of a database into it as far as no reader stands in the way. */
export function moveLog(database: DatabaseAccess): void {
  withDatabase(database, (db) => void db.pragma('wal_checkpoint(PASSIVE)'));
}

/** Copies a database as it is at one moment, under the same key; others go on reading and writing it. */
export function snapshotDatabase(database: DatabaseAccess, to: string): void {
  withDatabase(database, (db) => void db.prepare('VACUUM INTO ?').run(to));
}

function withDatabase(database: DatabaseAccess, work: (db: Db) => void): void {
  const db = openDatabase(database.file, database.key, { ...database.options, mustExist: true });
  try {
    work(db);
  } catch (error) {
    throw databaseError(error);
  } finally {
    db.close();
  }
}
