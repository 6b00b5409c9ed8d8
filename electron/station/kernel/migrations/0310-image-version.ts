import type { Migration } from '../migrate.ts';

/** Which program understood the header of an object: what an older one wrote is read again. */
export const imageVersion: Migration = {
  version: 310,
  name: 'image-version',
  sql: `
    ALTER TABLE object ADD COLUMN image_version INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX object_by_image_version ON object (image_version);
  `,
};
