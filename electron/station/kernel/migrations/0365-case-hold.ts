import type { Migration } from '../migrate.ts';

/** Cases that were given back to their site for a while. A row is ended once and never changed after. */
export const caseHolds: Migration = {
  version: 365,
  name: 'case-holds',
  sql: `
    CREATE TABLE case_hold (
      hold_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL,
      cause TEXT NOT NULL,
      note TEXT NOT NULL,
      by_person TEXT NOT NULL,
      at TEXT NOT NULL,
      ended_by TEXT, ended_at TEXT,
      -- resumed, or signed.
      ended_how TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_hold_study ON case_hold (study_id, at);
    CREATE UNIQUE INDEX case_hold_open ON case_hold (study_id) WHERE ended_at IS NULL;
  `,
};
