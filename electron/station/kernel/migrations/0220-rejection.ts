import type { Migration } from '../migrate.ts';

/** What sites took back of studies (IHE IOCM), by notes that may come before the images or after them. */
export const rejections: Migration = {
  version: 220,
  name: 'rejection',
  sql: `
    CREATE TABLE rejection_note (
      -- The stored object that is the note.
      note_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL,
      -- quality, safety, worklist, retention.
      reason TEXT NOT NULL,
      -- What the site wrote.
      text TEXT,
      -- Objects that it names and that do not count: of another study, or the note came from another site.
      elsewhere INTEGER NOT NULL,
      said_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rejection_note_of ON rejection_note (study_id);

    -- Objects that a note takes back, whether or not they are here.
    CREATE TABLE rejection (
      sop_uid TEXT NOT NULL, note_id TEXT NOT NULL,
      site_id TEXT NOT NULL, study_uid TEXT NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (sop_uid, note_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rejection_of ON rejection (note_id);
    CREATE INDEX rejection_study ON rejection (study_uid);

    -- The gravest reason of all notes about it.
    ALTER TABLE object ADD COLUMN rejected TEXT;
    CREATE INDEX object_rejected ON object (series_id) WHERE rejected IS NOT NULL;
  `,
};
