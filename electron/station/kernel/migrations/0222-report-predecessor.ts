import type { Migration } from '../migrate.ts';

/** What follows a report is looked for by the report that it follows. */
export const reportPredecessor: Migration = {
  version: 222,
  name: 'report-predecessor',
  sql: 'CREATE INDEX report_by_predecessor ON report (predecessor) WHERE predecessor IS NOT NULL;',
};
