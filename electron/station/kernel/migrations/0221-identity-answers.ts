import type { Migration } from '../migrate.ts';

/** What people wrote down about who somebody is. Nothing of it merges anybody. */
export const identityAnswers: Migration = {
  version: 221,
  name: 'identity-answers',
  sql: `
    -- What a site answered when it was asked whose study it is: the last answer.
    CREATE TABLE identity_answer (
      study_id TEXT PRIMARY KEY,
      words TEXT NOT NULL,
      said_at TEXT NOT NULL, said_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Whether two patients of two issuers are one person, as a reader answered. answer: same, different.
    CREATE TABLE prior_link (
      patient_key TEXT NOT NULL, other_key TEXT NOT NULL,
      answer TEXT NOT NULL,
      said_at TEXT NOT NULL, said_by TEXT NOT NULL, said_by_name TEXT NOT NULL,
      PRIMARY KEY (patient_key, other_key),
      CHECK (patient_key < other_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX prior_link_other ON prior_link (other_key);
    CREATE INDEX patient_birth ON patient (birth_date);
  `,
};
