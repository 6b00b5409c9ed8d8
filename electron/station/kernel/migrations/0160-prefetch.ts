import type { Migration } from '../migrate.ts';

/** What is kept here though room is needed, and what sources said that a patient has. */
export const prefetch: Migration = {
  version: 160,
  name: 'prefetch',
  sql: `
    CREATE TABLE prefetch_pin (
      study_uid TEXT PRIMARY KEY,
      -- 'pinned' or 'on-call'.
      pin TEXT NOT NULL, at TEXT NOT NULL, by_person TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Studies of a patient at a source, KnownPrior[] as JSON: no name is in it.
    CREATE TABLE found_prior (
      source_id TEXT NOT NULL, issuer TEXT NOT NULL, patient_id TEXT NOT NULL,
      found TEXT NOT NULL, asked_at TEXT NOT NULL,
      PRIMARY KEY (source_id, issuer, patient_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX found_prior_by_patient ON found_prior (issuer, patient_id);

    -- Who erases a patient or a study erases this with them.
    CREATE TRIGGER found_prior_forgotten AFTER DELETE ON patient BEGIN
      DELETE FROM found_prior WHERE issuer = old.issuer AND patient_id = old.patient_id;
    END;
    CREATE TRIGGER prefetch_pin_forgotten AFTER DELETE ON study BEGIN
      DELETE FROM prefetch_pin WHERE study_uid = old.study_uid;
    END;
  `,
};
