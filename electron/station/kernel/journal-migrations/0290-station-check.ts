import type { Migration } from '../migrate.ts';

/** What was found when somebody checked this station. A record is never changed, and is about no patient. */
export const stationChecks: Migration = {
  version: 290,
  name: 'station-check',
  sql: `
    CREATE TABLE station_check (
      check_id TEXT PRIMARY KEY, at TEXT NOT NULL, person_id TEXT NOT NULL,
      -- NewStationCheck (shared/model/station-check.ts) as JSON.
      result TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
