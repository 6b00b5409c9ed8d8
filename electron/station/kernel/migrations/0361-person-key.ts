import type { Migration } from '../migrate.ts';

/** Keys with which people sign their reports. The public part stays for what it signed. */
export const personKeys: Migration = {
  version: 361,
  name: 'person-key',
  sql: `
    CREATE TABLE person_key (
      -- SHA-256 of the 32 public bytes, hex.
      key_id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      public_key TEXT NOT NULL,
      -- The private part under a key of the store, bound to its person.
      sealed TEXT NOT NULL,
      made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
