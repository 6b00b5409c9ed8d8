import type { Migration } from '../migrate.ts';

/** What was said of preliminary reports by who signed the final one. Rows are only ever added; the last of a report counts. */
export const handovers: Migration = {
  version: 367,
  name: 'handovers',
  sql: `
    CREATE TABLE handover_grade (
      grade_id TEXT PRIMARY KEY,
      -- The report that took the place of a preliminary one.
      report_id TEXT NOT NULL REFERENCES report,
      -- HandoverGrade.
      grade TEXT NOT NULL,
      note TEXT NOT NULL,
      by_person TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX handover_grade_report ON handover_grade (report_id, at);
  `,
};
