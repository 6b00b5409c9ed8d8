import type { Migration } from '../migrate.ts';

/**
 * Reports that were brought in: their texts apart from what is drawn by, since a draw goes over all of that, and when each was known, so
 * that a draw can be drawn again as the pool was then.
 */
export const reviewSources: Migration = {
  version: 460,
  name: 'review-sources',
  sql: `
    -- Sections as JSON, the names of patient, author and site taken out before.
    CREATE TABLE review_source_text (
      source_report_id TEXT PRIMARY KEY, content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO review_source_text SELECT source_report_id, content FROM review_source WHERE content IS NOT NULL;
    -- From now on always null.
    UPDATE review_source SET content = NULL WHERE content IS NOT NULL;

    -- Null: a report of this store, known from when it was signed.
    ALTER TABLE review_source ADD COLUMN noted_at TEXT;
    -- Withdrawn by its sender, or another text took its place; its key then has its id behind it.
    ALTER TABLE review_source ADD COLUMN gone_at TEXT;
    ALTER TABLE review_source ADD COLUMN study_uid TEXT;
    CREATE INDEX review_source_accession ON review_source (accession) WHERE accession IS NOT NULL;
    CREATE INDEX review_source_uid ON review_source (study_uid) WHERE study_uid IS NOT NULL;

    -- What somebody marked a report as, and took back: the last one of each flag counts. made_by null: its sender said so.
    CREATE TABLE review_flag (
      source_report_id TEXT NOT NULL, flag TEXT NOT NULL, at TEXT NOT NULL,
      is_on INTEGER NOT NULL,
      reason TEXT NOT NULL, made_by TEXT,
      PRIMARY KEY (source_report_id, flag, at)
    ) STRICT, WITHOUT ROWID;
  `,
};
