import type { Migration } from '../migrate.ts';

/** Where results go, and everything that is on its way there. */
export const outbox: Migration = {
  version: 140,
  name: 'outbox',
  sql: `
    CREATE TABLE outbox_destination (
      destination_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      -- The name in small letters: no two in use have one.
      name_key TEXT NOT NULL,
      site_id TEXT NOT NULL REFERENCES site,
      -- DestinationSettings and DestinationSecrets, JSON.
      settings TEXT NOT NULL, secrets TEXT NOT NULL,
      created_at TEXT NOT NULL, changed_at TEXT NOT NULL,
      -- A removed one stays for what went there, without secrets.
      removed_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX outbox_destination_name ON outbox_destination (name_key) WHERE removed_at IS NULL;

    -- A row a report, format and destination. It never leaves but with its study.
    CREATE TABLE outbox (
      outgoing_id TEXT PRIMARY KEY,
      -- The order in which the acts were done.
      seq INTEGER NOT NULL UNIQUE,
      destination_id TEXT NOT NULL REFERENCES outbox_destination,
      study_id TEXT NOT NULL REFERENCES study ON DELETE CASCADE,
      report_id TEXT NOT NULL REFERENCES report ON DELETE CASCADE,
      -- The report with which this one began: a preliminary, its final and their addenda.
      lineage TEXT NOT NULL,
      format TEXT NOT NULL, report_state TEXT NOT NULL,
      critical INTEGER NOT NULL,
      -- SOP Instance UID, message control id or identifier: what a receiver knows it by.
      key TEXT NOT NULL,
      -- SendState of shared/rules/outbox/next-state.
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, unanswered INTEGER NOT NULL DEFAULT 0,
      failures INTEGER NOT NULL DEFAULT 0, may_be_twice INTEGER NOT NULL DEFAULT 0,
      not_before TEXT,
      -- The site is asked before it goes: it lay through an outage.
      check_due INTEGER NOT NULL DEFAULT 0, check_failures INTEGER NOT NULL DEFAULT 0,
      -- Why it is held, and what a person has seen and let pass: HoldReason[], JSON.
      hold TEXT NOT NULL DEFAULT '[]', accepted TEXT NOT NULL DEFAULT '[]',
      -- { at, proof, text } and { code, text }, JSON.
      receipt TEXT, reason TEXT,
      queued_at TEXT NOT NULL, changed_at TEXT NOT NULL,
      UNIQUE (destination_id, report_id, format)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outbox_open ON outbox (destination_id, seq) WHERE state NOT IN ('delivered', 'dropped');
    CREATE INDEX outbox_by_study ON outbox (study_id);
    CREATE INDEX outbox_by_report ON outbox (report_id);
  `,
};
