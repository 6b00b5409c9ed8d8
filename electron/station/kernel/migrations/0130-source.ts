import type { Migration } from '../migrate.ts';

/** Where studies come from, what is to be fetched from there, and what the sites said that they have. */
export const sources: Migration = {
  version: 130,
  name: 'source',
  sql: `
    CREATE TABLE source (
      source_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      -- The name in small letters: no two sources have one.
      name_key TEXT NOT NULL UNIQUE,
      -- SourceSettings and SourceSecrets, JSON.
      settings TEXT NOT NULL, secrets TEXT NOT NULL,
      -- Code of the site whose profile names it; null: somebody here added it.
      managed_by TEXT,
      paused INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL, changed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What is to be fetched, a row a study or a series. No two open rows are about the same one, whatever source has it.
    CREATE TABLE transfer (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      transfer_id TEXT NOT NULL UNIQUE,
      source_id TEXT NOT NULL,
      -- Other sources that have it, best first, JSON.
      others TEXT NOT NULL DEFAULT '[]',
      study_uid TEXT NOT NULL,
      -- '': the whole study.
      series_uid TEXT NOT NULL DEFAULT '',
      -- The series that comes before the others of its study.
      first_series TEXT,
      -- wado, get or move; null: the best that the source has.
      way TEXT,
      -- 0 on the glass, 1 open study, 2 next, 3 priors, 4 rest.
      rank INTEGER NOT NULL,
      -- waiting, running, resting (until not_before), paused, done, failed, cancelled.
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      -- Milliseconds since 1970.
      not_before INTEGER,
      received INTEGER NOT NULL DEFAULT 0, expected INTEGER,
      bytes INTEGER NOT NULL DEFAULT 0, missing INTEGER NOT NULL DEFAULT 0,
      error TEXT,
      asked_by TEXT NOT NULL, asked_at TEXT NOT NULL, ended_at TEXT
    ) STRICT;
    CREATE UNIQUE INDEX transfer_open ON transfer (study_uid, series_uid)
      WHERE state IN ('waiting', 'running', 'resting', 'paused');
    CREATE INDEX transfer_next ON transfer (source_id, rank, seq) WHERE state = 'waiting';
    CREATE INDEX transfer_resting ON transfer (not_before) WHERE state = 'resting';
    CREATE INDEX transfer_by_state ON transfer (state, seq);

    -- What a source last said of a study: the counts of its series, and what it did not send.
    CREATE TABLE site_study (
      source_id TEXT NOT NULL, study_uid TEXT NOT NULL,
      -- FoundStudy; SiteSeries[]; SiteChange[]: JSON.
      found TEXT NOT NULL, series TEXT NOT NULL, changes TEXT NOT NULL DEFAULT '[]',
      checked_at TEXT NOT NULL,
      -- When everything that it said it has was here.
      complete_at TEXT,
      PRIMARY KEY (source_id, study_uid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX site_study_by_uid ON site_study (study_uid);

    -- What came though it was not what was asked for: kept apart, read by nothing.
    CREATE TABLE stray_object (
      stray_id TEXT PRIMARY KEY,
      source_id TEXT NOT NULL, transfer_id TEXT NOT NULL,
      -- The study that was asked for.
      study_uid TEXT NOT NULL,
      because TEXT NOT NULL,
      -- In quarantine/ of the store, under a key of its own.
      blob_id TEXT NOT NULL UNIQUE, study_key_id TEXT NOT NULL,
      bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, arrived_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Stored objects that were read back and decoded.
    CREATE TABLE object_proof (
      object_id TEXT PRIMARY KEY REFERENCES object ON DELETE CASCADE,
      verified INTEGER NOT NULL, decoded INTEGER NOT NULL, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
