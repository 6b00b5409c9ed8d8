import type { Migration } from '../migrate.ts';

/** How long and how large each picture stood on the glass of whom, beside the time it was first there (`seen`). */
export const looks: Migration = {
  version: 355,
  name: 'look',
  sql: `
    CREATE TABLE look (
      person_id TEXT NOT NULL, object_id TEXT NOT NULL, frame INTEGER NOT NULL,
      -- At whatever zoom, and with a pixel of the screen for each of the picture.
      glass_ms INTEGER NOT NULL, full_ms INTEGER NOT NULL,
      -- Of 8 x 8 parts, those that were inside the viewport at full zoom: 32 bits of the upper half, 32 of the lower.
      upper INTEGER NOT NULL, lower INTEGER NOT NULL,
      -- The last one that was added: said again, it adds nothing.
      batch TEXT NOT NULL,
      PRIMARY KEY (person_id, object_id, frame)
    ) STRICT, WITHOUT ROWID;
  `,
};
