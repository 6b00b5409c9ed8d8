import type { Migration } from '../migrate.ts';

/** Seals of the audit trail, where its records are sent, emergency access, and the ways to search it. */
export const auditSeal: Migration = {
  version: 80,
  name: 'audit-seal',
  sql: `
    -- Ed25519 of this station. The private part is sealed under a key of the store.
    CREATE TABLE station_key (
      key_id TEXT PRIMARY KEY, public_key TEXT NOT NULL, sealed TEXT NOT NULL, made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Each signs the records after the one before it; day is a label, order is seal_no.
    CREATE TABLE audit_seal (
      seal_no INTEGER PRIMARY KEY,
      day TEXT NOT NULL, at TEXT NOT NULL,
      first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, last_hash TEXT NOT NULL,
      root TEXT NOT NULL, previous TEXT NOT NULL,
      key_id TEXT NOT NULL REFERENCES station_key,
      signature TEXT NOT NULL
    ) STRICT;

    -- Syslog receivers; the trail itself is the spool, and sent_seq how far each one has it.
    CREATE TABLE audit_destination (
      destination_id TEXT PRIMARY KEY,
      host TEXT NOT NULL, port INTEGER NOT NULL,
      ca TEXT, certificate TEXT, private_key TEXT,
      sent_seq INTEGER NOT NULL, created_at TEXT NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0, last_error TEXT, last_error_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE audit_sent (
      destination_id TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, sent_at TEXT NOT NULL,
      PRIMARY KEY (destination_id, first_seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE break_glass (
      grant_id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL, study_id TEXT NOT NULL,
      code TEXT NOT NULL, reason TEXT NOT NULL,
      at TEXT NOT NULL, until TEXT NOT NULL, ended_at TEXT,
      reviewed_by TEXT, reviewed_at TEXT, verdict TEXT, note TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX break_glass_by_study ON break_glass (study_id, person_id);

    CREATE INDEX audit_by_command ON audit (command, seq);
    CREATE INDEX audit_by_subject ON audit (subject, seq);
    CREATE INDEX audit_by_time ON audit (at);
  `,
};
