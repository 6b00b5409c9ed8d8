import type { Migration } from '../migrate.ts';

/** What reviewers have written and not locked yet. About no patient by name. */
export const reviewDrafts: Migration = {
  version: 470,
  name: 'review-draft',
  sql: `
    CREATE TABLE review_draft (
      review_id TEXT NOT NULL, person_id TEXT NOT NULL,
      -- BlindRead (shared/model/review/finding.ts) as JSON.
      value TEXT NOT NULL, saved_at TEXT NOT NULL,
      PRIMARY KEY (review_id, person_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
