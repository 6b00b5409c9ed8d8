import type { Migration } from '../migrate.ts';

/** What a reviewer drew and had on the glass, frozen when they committed to their findings. */
export const reviewShown: Migration = {
  version: 470,
  name: 'review-shown',
  sql: `
    -- BesideSide, JSON. Names nobody.
    CREATE TABLE review_shown (
      review_id TEXT PRIMARY KEY, content TEXT NOT NULL, kept_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
