import type { Migration } from '../migrate.ts';

/** The few objects in quarantine are found without reading all the others: each row of the list says how many it has. */
export const quarantined: Migration = {
  version: 90,
  name: 'quarantined',
  sql: 'CREATE INDEX object_quarantined ON object (series_id) WHERE quarantined IS NOT NULL;',
};
