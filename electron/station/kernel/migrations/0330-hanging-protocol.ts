import type { Migration } from '../migrate.ts';

/** Hanging protocols of the site, of groups and of readers; who is of which group; what a reader switched off; keys of bundles. */
export const hangingProtocols: Migration = {
  version: 330,
  name: 'hanging-protocol',
  sql: `
    -- Every version that was saved. The highest one of an owner and id is in force; without a document it is removed.
    CREATE TABLE hanging_protocol (
      -- site, group, user
      scope TEXT NOT NULL,
      -- Empty for the site, the name of a group, the id of a person.
      owner TEXT NOT NULL,
      protocol_id TEXT NOT NULL, version INTEGER NOT NULL,
      -- HangingProtocol (shared/hanging/protocol) as JSON.
      document TEXT,
      -- saved, imported, restored, removed
      how TEXT NOT NULL,
      saved_at TEXT NOT NULL, saved_by TEXT NOT NULL,
      PRIMARY KEY (scope, owner, protocol_id, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE hanging_off (
      person_id TEXT NOT NULL, protocol_id TEXT NOT NULL, off_at TEXT NOT NULL,
      PRIMARY KEY (person_id, protocol_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE person_group (
      person_id TEXT NOT NULL, name TEXT NOT NULL,
      PRIMARY KEY (person_id, name)
    ) STRICT, WITHOUT ROWID;
    -- Keys whose bundles are taken without asking again.
    CREATE TABLE hanging_key (
      fingerprint TEXT PRIMARY KEY, signed_by TEXT NOT NULL, trusted_at TEXT NOT NULL, trusted_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
