import type { Migration } from '../migrate.ts';

/** Lists of cases for teaching, in their order. */
export const conferences: Migration = {
  version: 490,
  name: 'conferences',
  sql: `
    CREATE TABLE conference (
      conference_id TEXT PRIMARY KEY,
      title TEXT NOT NULL, revision INTEGER NOT NULL,
      made_by TEXT NOT NULL, made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- place: from 0, in the order of presenting. review_id: of the second reading that it was taken from.
    CREATE TABLE conference_case (
      conference_id TEXT NOT NULL, study_id TEXT NOT NULL,
      place INTEGER NOT NULL, review_id TEXT,
      question TEXT NOT NULL, learning_point TEXT NOT NULL, presenter_notes TEXT NOT NULL,
      minutes INTEGER NOT NULL,
      PRIMARY KEY (conference_id, study_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conference_case_study ON conference_case (study_id);
  `,
};
