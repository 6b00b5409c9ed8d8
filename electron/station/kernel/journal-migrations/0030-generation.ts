import type { Migration } from '../migrate.ts';

/** How often the store was opened, here as in the index: a journal of another day does not fit. */
export const generation: Migration = {
  version: 30,
  name: 'generation',
  sql: 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;',
};
