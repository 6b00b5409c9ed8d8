import type { Migration } from '../migrate.ts';

/** Reading tasks of sites that keep claims themselves, one a study. */
export const siteClaims: Migration = {
  version: 430,
  name: 'site-claim',
  sql: `
    CREATE TABLE site_claim (
      study_id TEXT PRIMARY KEY,
      -- What the reader's acts ask for, and what is known of the task there.
      wish TEXT NOT NULL, state TEXT NOT NULL,
      by_person TEXT NOT NULL, by_name TEXT NOT NULL,
      -- Null until one was found. The transaction is what holds it: made before it is sent, and never shown.
      workitem_uid TEXT, transaction_uid TEXT,
      holder TEXT, reason TEXT,
      -- When it was asked for, when the site was told who has it, when reading began and ended. UTC.
      asked_at TEXT, told_at TEXT, begun_at TEXT NOT NULL, ended_at TEXT,
      changed_at TEXT NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0,
      not_before TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
