import type { Migration } from '../migrate.ts';

/** How a key image stood on the glass when it was marked (JSON); null: nobody knows. */
export const keyLooks: Migration = {
  version: 440,
  name: 'key-look',
  sql: 'ALTER TABLE key_image ADD COLUMN look TEXT;',
};
