import type { Migration } from '../migrate.ts';

/** The order of the reading list, so that its first rows are read and not sorted out of all of them. */
export const listOrder: Migration = {
  version: 40,
  name: 'list-order',
  sql: 'CREATE INDEX study_by_date ON study (study_date DESC, study_time DESC, study_id);',
};
