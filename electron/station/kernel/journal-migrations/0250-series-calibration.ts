import type { Migration } from '../migrate.ts';

/** Series that a reader calibrated by a known length; the newest stands, a withdrawn one is gone here and stays in the audit trail. */
export const seriesCalibrations: Migration = {
  version: 250,
  name: 'series-calibration',
  sql: `
    CREATE TABLE series_calibration (
      study_id TEXT NOT NULL, series_uid TEXT NOT NULL,
      value TEXT NOT NULL, saved_at TEXT NOT NULL,
      PRIMARY KEY (study_id, series_uid)
    ) STRICT, WITHOUT ROWID;
  `,
};
