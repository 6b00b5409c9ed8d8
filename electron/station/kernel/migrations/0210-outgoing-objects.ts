import type { Migration } from '../migrate.ts';

/**
 * Rows of the outbox that are of no report: any object of a study, and what became of the study. Storage commitment beside the receipt,
 * and what somebody decided to leave here.
 */
export const outgoingObjects: Migration = {
  version: 210,
  name: 'outgoing-objects',
  sql: `
    CREATE TABLE outbox_next (
      outgoing_id TEXT PRIMARY KEY,
      -- The order in which the acts were done.
      seq INTEGER NOT NULL UNIQUE,
      destination_id TEXT NOT NULL REFERENCES outbox_destination,
      study_id TEXT NOT NULL REFERENCES study ON DELETE CASCADE,
      -- Null, and report_state with it, for what is of no report.
      report_id TEXT REFERENCES report ON DELETE CASCADE,
      -- The report with which this one began: a preliminary, its final and their addenda; else what may not be overtaken.
      lineage TEXT NOT NULL,
      format TEXT NOT NULL, report_state TEXT,
      critical INTEGER NOT NULL,
      -- SOP Instance UID, message control id or identifier: what a receiver knows it by.
      key TEXT NOT NULL,
      -- SOP Class UID of an object; null for what is none.
      sop_class TEXT,
      -- StudyStatus, and the message as it was written with the act; null for everything whose bytes lie elsewhere.
      status TEXT, content TEXT,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, unanswered INTEGER NOT NULL DEFAULT 0,
      failures INTEGER NOT NULL DEFAULT 0, may_be_twice INTEGER NOT NULL DEFAULT 0,
      not_before TEXT,
      check_due INTEGER NOT NULL DEFAULT 0, check_failures INTEGER NOT NULL DEFAULT 0,
      hold TEXT NOT NULL DEFAULT '[]', accepted TEXT NOT NULL DEFAULT '[]',
      receipt TEXT, reason TEXT,
      queued_at TEXT NOT NULL, changed_at TEXT NOT NULL,
      said TEXT NOT NULL DEFAULT '[]',
      decided TEXT,
      UNIQUE (destination_id, format, key)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO outbox_next (outgoing_id, seq, destination_id, study_id, report_id, lineage, format, report_state, critical, key,
        sop_class, state, attempts, unanswered, failures, may_be_twice, not_before, check_due, check_failures, hold, accepted,
        receipt, reason, queued_at, changed_at, said, decided)
      SELECT outgoing_id, seq, destination_id, study_id, report_id, lineage, format, report_state, critical, key,
        CASE format WHEN 'sr' THEN '1.2.840.10008.5.1.4.1.1.88.22' WHEN 'sr-measurements' THEN '1.2.840.10008.5.1.4.1.1.88.33' END,
        state, attempts, unanswered, failures, may_be_twice, not_before, check_due, check_failures, hold, accepted,
        receipt, reason, queued_at, changed_at, said, decided
      FROM outbox;
    DROP TABLE outbox;
    ALTER TABLE outbox_next RENAME TO outbox;
    CREATE INDEX outbox_open ON outbox (destination_id, seq) WHERE state NOT IN ('delivered', 'dropped');
    CREATE INDEX outbox_by_study ON outbox (study_id);
    CREATE INDEX outbox_by_report ON outbox (report_id);

    CREATE TABLE outbox_commitment (
      outgoing_id TEXT PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
      -- Stays until the archive has said what came of it.
      transaction_uid TEXT NOT NULL UNIQUE,
      -- CommitmentStep of shared/rules/outbox/next-commitment.
      state TEXT NOT NULL, asked INTEGER NOT NULL, failures INTEGER NOT NULL,
      -- Of the last thing that was asked or said; when it is asked, or asked again.
      at TEXT NOT NULL, not_before TEXT,
      -- What the archive said.
      text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outbox_commitment_open ON outbox_commitment (not_before) WHERE state IN ('due', 'asking', 'asked');

    -- Signed reports that nobody was sent, and that stay here: somebody decided that.
    CREATE TABLE report_left (
      report_id TEXT PRIMARY KEY REFERENCES report ON DELETE CASCADE,
      left_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
