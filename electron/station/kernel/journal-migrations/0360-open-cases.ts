import type { Migration } from '../migrate.ts';

/** What each reader has on the desk and put aside. */
export const openCases: Migration = {
  version: 360,
  name: 'open-cases',
  sql: `
    CREATE TABLE open_cases (
      person_id TEXT PRIMARY KEY,
      -- OpenCases (shared/model/open-cases.ts) as JSON.
      value TEXT NOT NULL, saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
