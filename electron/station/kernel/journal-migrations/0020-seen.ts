import type { Migration } from '../migrate.ts';

/** Which pictures were on the glass of whom, and which series a reader decided to leave unread. */
export const seen: Migration = {
  version: 20,
  name: 'seen',
  sql: `
    CREATE TABLE seen (
      person_id TEXT NOT NULL, object_id TEXT NOT NULL, frame INTEGER NOT NULL,
      -- When the window drew it first.
      at TEXT NOT NULL,
      PRIMARY KEY (person_id, object_id, frame)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE series_aside (
      person_id TEXT NOT NULL, study_id TEXT NOT NULL, series_uid TEXT NOT NULL, at TEXT NOT NULL,
      PRIMARY KEY (person_id, study_id, series_uid)
    ) STRICT, WITHOUT ROWID;
  `,
};
