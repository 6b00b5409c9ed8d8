import type { Migration } from '../migrate.ts';

/** Second readings of reports. None of these rows names a reader or a patient: who is who lies sealed in review_reader. */
export const peerReview: Migration = {
  version: 450,
  name: 'peer-review',
  sql: `
    -- Programme, JSON. What a version says never changes.
    CREATE TABLE review_programme (
      programme_id TEXT NOT NULL, version INTEGER NOT NULL,
      content TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
      PRIMARY KEY (programme_id, version)
    ) STRICT, WITHOUT ROWID;

    -- Whose pseudonym it is: found by a keyed hash, read only by opening the seal. The key is not in this file.
    CREATE TABLE review_reader (
      pseudonym TEXT PRIMARY KEY,
      reader_hash TEXT NOT NULL UNIQUE,
      sealed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Reports to draw from: those of this store, noted when a draw looks at them, and those that were brought in.
    CREATE TABLE review_source (
      source_report_id TEXT PRIMARY KEY,
      origin TEXT NOT NULL,
      -- Of the report in this store, or what its sender calls it.
      key TEXT NOT NULL,
      author TEXT NOT NULL, site TEXT NOT NULL,
      modality TEXT NOT NULL, region TEXT NOT NULL, shift TEXT NOT NULL,
      signed_at TEXT NOT NULL,
      -- SourceFlag that somebody gave, between blanks; those that follow from the store are added when it is drawn from.
      flags TEXT NOT NULL,
      accession TEXT, study_id TEXT, report_id TEXT,
      -- Sections as JSON, of a report that was brought in; null: it is in this store.
      content TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX review_source_key ON review_source (origin, key);
    CREATE INDEX review_source_signed ON review_source (signed_at);
    CREATE INDEX review_source_study ON review_source (study_id);

    -- Draw, JSON.
    CREATE TABLE review_draw (
      draw_id TEXT PRIMARY KEY,
      programme_id TEXT NOT NULL, version INTEGER NOT NULL,
      content TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- One case for one reviewer; where it stands follows from its events.
    CREATE TABLE review (
      review_id TEXT PRIMARY KEY,
      programme_id TEXT NOT NULL, version INTEGER NOT NULL,
      draw_id TEXT, source_report_id TEXT NOT NULL,
      reviewer TEXT NOT NULL, author TEXT NOT NULL,
      drawn_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX review_reviewer ON review (reviewer);
    CREATE INDEX review_author ON review (author);
    CREATE INDEX review_of_source ON review (source_report_id);

    -- ReviewEvent, JSON, in order. They are only ever added.
    CREATE TABLE review_event (
      review_id TEXT NOT NULL, seq INTEGER NOT NULL,
      content TEXT NOT NULL,
      PRIMARY KEY (review_id, seq)
    ) STRICT, WITHOUT ROWID;

    -- BlindRead, JSON, as it was locked: its hash stands in the event.
    CREATE TABLE review_read (
      review_id TEXT PRIMARY KEY, content TEXT NOT NULL, locked_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Copies of studies without a name, made to be read blind: on no list, and they go nowhere. A row is written before the first object
    -- of its copy is stored. left_out: what was not copied and why, JSON; null: the copy is not whole yet.
    CREATE TABLE review_copy (
      study_uid TEXT PRIMARY KEY,
      review_id TEXT NOT NULL, of_study TEXT NOT NULL,
      left_out TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX review_copy_review ON review_copy (review_id);
  `,
};
