import type { Migration } from '../migrate.ts';

/** How many objects a report was signed over, found for a list without reading the report. */
export const signedObjects: Migration = {
  version: 510,
  name: 'signed-objects',
  sql: `
    CREATE INDEX report_signed_objects ON report (study_id, signed_at, state, CASE WHEN json_valid(signed) THEN json_extract(signed, '$.objectsReceived') END)
      WHERE signed IS NOT NULL;
  `,
};
