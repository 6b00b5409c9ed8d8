import type { Migration } from '../migrate.ts';

/** Corrections and withdrawals of signed reports, and the signature over what was frozen. */
export const reportLife: Migration = {
  version: 360,
  name: 'report-life',
  sql: `
    -- What a report does to the one that it names: DraftIntent; null: it adds to it or takes it up.
    ALTER TABLE report ADD COLUMN intent TEXT;
    -- Why, in words.
    ALTER TABLE report ADD COLUMN reason TEXT;
    -- ReportSignature, JSON; null: signed before there were keys, or by somebody who has none.
    ALTER TABLE report ADD COLUMN signature TEXT;
  `,
};
