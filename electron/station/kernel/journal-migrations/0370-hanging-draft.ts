import type { Migration } from '../migrate.ts';

/** Hanging protocols that a reader changed in the editor and did not keep yet. About no patient. */
export const hangingDrafts: Migration = {
  version: 370,
  name: 'hanging-draft',
  sql: `
    CREATE TABLE hanging_draft (
      person_id TEXT NOT NULL, protocol_id TEXT NOT NULL,
      -- ProtocolDraft (shared/hanging/protocol/kept.ts) as JSON.
      value TEXT NOT NULL, saved_at TEXT NOT NULL,
      PRIMARY KEY (person_id, protocol_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
