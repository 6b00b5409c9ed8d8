import type { Migration } from './migrate.ts';

/** Each key is wrapped by the one above it; a row that is deleted is overwritten, and what it opened is gone. */
export const keyRingMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'first-keys',
    sql: `
      CREATE TABLE site_key (site_id TEXT PRIMARY KEY, sealed BLOB NOT NULL, created_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE study_key (
        study_key_id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES site_key, sealed BLOB NOT NULL, created_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // While the key of a study is being changed: the one before, and what every header of it is to hold.
    version: 20,
    name: 'study-key-generation',
    sql: `
      ALTER TABLE study_key ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
      CREATE TABLE former_study_key (study_key_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE rewrapped_blob (
        blob_id TEXT PRIMARY KEY, study_key_id TEXT NOT NULL, sealed BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
