import type { Migration } from '../migrate.ts';

/** People can be revoked: they stay in the list, since reports and the audit trail name them. */
export const personState: Migration = {
  version: 70,
  name: 'person-state',
  sql: `
    ALTER TABLE person ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
    ALTER TABLE person ADD COLUMN revoked_at TEXT;
  `,
};
