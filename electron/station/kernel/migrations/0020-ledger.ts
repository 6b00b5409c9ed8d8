import type { Migration } from '../migrate.ts';

/** Rows that the ledger has to hold as well: written with the change itself, deleted when the ledger has them. */
export const ledgerPending: Migration = {
  version: 20,
  name: 'ledger',
  sql: `
    CREATE TABLE ledger_pending (
      n INTEGER PRIMARY KEY AUTOINCREMENT,
      tbl TEXT NOT NULL,
      op TEXT NOT NULL,
      row TEXT NOT NULL
    ) STRICT;
  `,
};
