import type { Migration } from '../migrate.ts';

/** Numbers of physicians at a registry, beside the pseudonyms and sealed as they are. */
export const reviewNumber: Migration = {
  version: 500,
  name: 'review-number',
  sql: `
    -- sealed: the digits, bound to the pseudonym. The key is not in this file.
    CREATE TABLE review_number (
      pseudonym TEXT PRIMARY KEY,
      sealed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
