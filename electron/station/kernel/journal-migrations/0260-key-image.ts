import type { Migration } from '../migrate.ts';

/** Pictures that readers marked. A mark that was taken away stays, as every act of a reader does. */
export const keyImages: Migration = {
  version: 260,
  name: 'key-image',
  sql: `
    CREATE TABLE key_image (
      study_id TEXT NOT NULL, object_id TEXT NOT NULL, frame INTEGER NOT NULL, person_id TEXT NOT NULL,
      title TEXT NOT NULL, note TEXT NOT NULL,
      -- When it was marked first, and when it was changed last.
      at TEXT NOT NULL, saved_at TEXT NOT NULL,
      marked INTEGER NOT NULL,
      PRIMARY KEY (study_id, object_id, frame, person_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
