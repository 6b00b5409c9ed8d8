import type { Migration } from '../migrate.ts';

/** When pictures stood on the glass of late: what another window shows at the same moment is not added a second time. */
export const lookSpans: Migration = {
  version: 380,
  name: 'look-spans',
  sql: `
    -- The latest spans as JSON, [[from, to], …] in ms since 1970; of older ones only the sums are kept.
    ALTER TABLE look ADD COLUMN glass_spans TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE look ADD COLUMN full_spans TEXT NOT NULL DEFAULT '[]';
  `,
};
