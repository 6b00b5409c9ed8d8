import type { Migration } from '../migrate.ts';

/** Nodes for second readings on a machine that studies come from or results go to. */
export const reviewNodeApart: Migration = {
  version: 570,
  name: 'review-node-apart',
  sql: `
    -- 1: whoever set the node up said that it is another server than those on the same machine.
    ALTER TABLE review_node ADD COLUMN is_apart INTEGER NOT NULL DEFAULT 0;
  `,
};
