import type { Migration } from '../migrate.ts';

/** Without it each object that is deleted is looked for in every row there is: erasing one study took minutes. */
export const duplicateOf: Migration = {
  version: 120,
  name: 'duplicate-of',
  sql: 'CREATE INDEX object_duplicate_of ON object (duplicate_of) WHERE duplicate_of IS NOT NULL;',
};
