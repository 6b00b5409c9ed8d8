import type { Migration } from '../migrate.ts';

/** What readers found of lesions, a row a lesion and study. What was taken back stays, as every act of a reader does. */
export const lesions: Migration = {
  version: 280,
  name: 'lesion',
  sql: `
    CREATE TABLE lesion (
      study_id TEXT NOT NULL, tracking_uid TEXT NOT NULL,
      -- A LesionEntry; its measurements are followed by their ids.
      value TEXT NOT NULL, saved_at TEXT NOT NULL,
      standing INTEGER NOT NULL,
      PRIMARY KEY (study_id, tracking_uid)
    ) STRICT, WITHOUT ROWID;
  `,
};
