import type { Migration } from '../migrate.ts';

/** DICOM nodes for second readings alone, and packages on their way through them. */
export const reviewNodes: Migration = {
  version: 540,
  name: 'review-node',
  sql: `
    -- settings, secrets: JSON, as of a source; no source and no destination of results is in this table.
    CREATE TABLE review_node (
      node_id TEXT PRIMARY KEY, name TEXT NOT NULL,
      settings TEXT NOT NULL, secrets TEXT NOT NULL,
      added_at TEXT NOT NULL, removed_at TEXT
    ) STRICT, WITHOUT ROWID;

    -- A package that was made for a node. file: its name in the folder of such packages; sent_at NULL: not all of it is there.
    CREATE TABLE review_mail (
      package_id TEXT PRIMARY KEY, node_id TEXT NOT NULL, person_id TEXT NOT NULL,
      file TEXT NOT NULL, made_at TEXT NOT NULL, sent_at TEXT
    ) STRICT, WITHOUT ROWID;

    -- Packages that were taken from a node: not fetched again.
    CREATE TABLE review_mail_taken (
      study_uid TEXT NOT NULL, person_id TEXT NOT NULL, taken_at TEXT NOT NULL,
      PRIMARY KEY (study_uid, person_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
