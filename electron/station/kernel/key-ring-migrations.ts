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
];
