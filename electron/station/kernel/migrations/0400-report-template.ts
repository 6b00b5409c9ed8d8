import type { Migration } from '../migrate.ts';

/** Report templates of the site, of groups and of readers. */
export const reportTemplates: Migration = {
  version: 400,
  name: 'report-template',
  sql: `
    -- Every version that was saved. The highest one of an owner and id is in force; without a document it is removed.
    CREATE TABLE report_template (
      -- site, group, user
      scope TEXT NOT NULL,
      -- Empty for the site, the name of a group, the id of a person.
      owner TEXT NOT NULL,
      template_id TEXT NOT NULL, version INTEGER NOT NULL,
      -- ReportTemplate (shared/model/report.ts) as JSON.
      document TEXT,
      -- saved, imported, restored, removed
      how TEXT NOT NULL,
      saved_at TEXT NOT NULL, saved_by TEXT NOT NULL,
      PRIMARY KEY (scope, owner, template_id, version)
    ) STRICT, WITHOUT ROWID;
  `,
};
