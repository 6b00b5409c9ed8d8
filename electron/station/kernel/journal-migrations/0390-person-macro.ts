import type { Migration } from '../migrate.ts';

/** Each person's own macros. About no patient. */
export const personMacros: Migration = {
  version: 390,
  name: 'person-macro',
  sql: `
    CREATE TABLE person_macro (
      person_id TEXT NOT NULL, macro_id TEXT NOT NULL,
      -- Macro (shared/model/macro.ts) as JSON.
      value TEXT NOT NULL, saved_at TEXT NOT NULL,
      PRIMARY KEY (person_id, macro_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
