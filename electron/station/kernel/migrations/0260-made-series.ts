import type { Migration } from '../migrate.ts';

/** Series that this station made itself: they are no part of what a site sends, and never stand for what is missing of it. */
export const madeSeries: Migration = {
  version: 260,
  name: 'made-series',
  sql: `
    -- UTC; null: it came from somewhere.
    ALTER TABLE series ADD COLUMN made_at TEXT;
  `,
};
