import type { Migration } from '../migrate.ts';

/** Findings that somebody has to be told of, with all that was done about it. Its events are only ever added to. */
export const communications: Migration = {
  version: 350,
  name: 'communications',
  sql: `
    CREATE TABLE communication (
      communication_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL,
      -- Communication, JSON.
      content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX communication_study ON communication (study_id);
  `,
};
