import type { Migration } from '../migrate.ts';

/** What signed reports recommend to be done later, as somebody confirmed it. */
export const followUps: Migration = {
  version: 370,
  name: 'follow-ups',
  sql: `
    CREATE TABLE follow_up (
      follow_up_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL,
      report_id TEXT NOT NULL,
      -- FollowUp, JSON.
      content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX follow_up_study ON follow_up (study_id);
    CREATE INDEX follow_up_report ON follow_up (report_id);
  `,
};
