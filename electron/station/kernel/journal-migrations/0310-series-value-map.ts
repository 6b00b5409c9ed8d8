import type { Migration } from '../migrate.ts';

/** Maps of stored values to a physical quantity that a reader chose for a series; one that is not used any more is gone here. */
export const seriesValueMaps: Migration = {
  version: 310,
  name: 'series-value-map',
  sql: `
    CREATE TABLE series_value_map (
      study_id TEXT NOT NULL, series_uid TEXT NOT NULL,
      value TEXT NOT NULL, saved_at TEXT NOT NULL,
      PRIMARY KEY (study_id, series_uid)
    ) STRICT, WITHOUT ROWID;
  `,
};
