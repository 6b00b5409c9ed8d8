import type { Migration } from '../migrate.ts';

/** What a reader has to know before trusting the store again, and the studies that are to be checked with their source. */
export const alarms: Migration = {
  version: 30,
  name: 'alarm',
  sql: `
    CREATE TABLE alarm (
      alarm_id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL, detail TEXT NOT NULL, raised_at TEXT NOT NULL,
      acknowledged_by TEXT, acknowledged_at TEXT
    ) STRICT;
    CREATE TABLE check_again (
      study_id TEXT PRIMARY KEY REFERENCES study, since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
