import type { Migration } from '../migrate.ts';

/** Reports that wait to be signed, and those that were to be signed and were not, until the reader knows. */
export const waitingSignatures: Migration = {
  version: 400,
  name: 'waiting-signature',
  sql: `
    CREATE TABLE waiting_signature (
      report_id TEXT PRIMARY KEY, study_id TEXT NOT NULL, person_id TEXT NOT NULL,
      -- What was answered, as what, since and until when (Wish of station/reporting/signature-wait.ts), JSON.
      value TEXT NOT NULL,
      -- Why it was not signed, and when that was, UTC; null: it waits.
      why TEXT, ended_at TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
