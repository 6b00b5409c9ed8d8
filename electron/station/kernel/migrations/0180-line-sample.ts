import type { Migration } from '../migrate.ts';

/** How fast lines were, and what came here though nobody had asked for it. */
export const lineSamples: Migration = {
  version: 180,
  name: 'line-sample',
  sql: `
    -- Bytes that came from a source in a stretch of time; 'at': its beginning, milliseconds since 1970.
    CREATE TABLE line_sample (
      source_id TEXT NOT NULL, at INTEGER NOT NULL, bytes INTEGER NOT NULL,
      PRIMARY KEY (source_id, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER line_sample_forgotten AFTER DELETE ON source BEGIN
      DELETE FROM line_sample WHERE source_id = old.source_id;
    END;

    -- Studies that a peer pushed to our own receiver: they take of the room for studies from sites.
    CREATE TABLE pushed_study (
      study_id TEXT PRIMARY KEY REFERENCES study ON DELETE CASCADE,
      at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
