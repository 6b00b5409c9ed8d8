import type { Migration } from '../migrate.ts';

/** What is known of a study beside its rows that decides how long it is kept. */
export const retentionNotes: Migration = {
  version: 110,
  name: 'retention-note',
  sql: `
    -- kind: delivered, hold, or an event of the site's rule. report_id: which report was delivered.
    CREATE TABLE retention_note (
      study_id TEXT NOT NULL REFERENCES study ON DELETE CASCADE,
      kind TEXT NOT NULL,
      at TEXT NOT NULL, report_id TEXT,
      noted_at TEXT NOT NULL, noted_by TEXT NOT NULL,
      PRIMARY KEY (study_id, kind)
    ) STRICT, WITHOUT ROWID;
  `,
};
