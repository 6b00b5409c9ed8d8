import type { Migration } from '../migrate.ts';

/** How each person works the program by hand, and the devices they let it listen to. About no patient. */
export const personControls: Migration = {
  version: 330,
  name: 'person-controls',
  sql: `
    CREATE TABLE person_controls (
      person_id TEXT PRIMARY KEY,
      -- Controls (shared/model/controls.ts) as JSON.
      value TEXT NOT NULL, saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE person_device (
      person_id TEXT NOT NULL, vendor_id INTEGER NOT NULL, product_id INTEGER NOT NULL,
      -- As the device says it.
      name TEXT NOT NULL, chosen_at TEXT NOT NULL,
      PRIMARY KEY (person_id, vendor_id, product_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
