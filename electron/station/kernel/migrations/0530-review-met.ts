import type { Migration } from '../migrate.ts';

/** Cases of second reading that nobody drew. */
export const reviewMet: Migration = {
  version: 530,
  name: 'review-met',
  sql: `
    -- way: MetBy. While which examination it was met is not kept: a case leads to no other study.
    CREATE TABLE review_met (
      review_id TEXT PRIMARY KEY, way TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
