import type { Migration } from '../migrate.ts';

/** Reports that are about several studies: chest, abdomen and pelvis, a pan-scan. */
export const reportAccessions: Migration = {
  version: 410,
  name: 'report-accession',
  sql: `
    -- The other studies of a report, in their order; its own is not among them.
    CREATE TABLE report_accession (
      report_id TEXT NOT NULL, study_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (report_id, study_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX report_accession_study ON report_accession (study_id);
  `,
};
