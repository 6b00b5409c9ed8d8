import type { Migration } from '../migrate.ts';

/** What the reader typed and drew: small, written often, never waiting for the index. */
export const firstJournal: Migration = {
  version: 10,
  name: 'first-journal',
  sql: `
    CREATE TABLE measurement (
      measurement_id TEXT PRIMARY KEY, study_id TEXT NOT NULL, ordinal INTEGER NOT NULL, value TEXT NOT NULL, saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX measurement_by_study ON measurement (study_id, ordinal);
    CREATE TABLE ordinal (study_id TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE desk (study_id TEXT NOT NULL, person_id TEXT NOT NULL, value TEXT NOT NULL, saved_at TEXT NOT NULL,
      PRIMARY KEY (study_id, person_id)) STRICT, WITHOUT ROWID;
    CREATE TABLE draft (
      report_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, value TEXT NOT NULL, saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
