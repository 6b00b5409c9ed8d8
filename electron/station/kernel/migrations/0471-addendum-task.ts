import type { Migration } from '../migrate.ts';

/** Reports that something has to be added to. */
export const addendumTasks: Migration = {
  version: 471,
  name: 'addendum-task',
  sql: `
    -- With the finding that somebody has to be told of; done when something was signed that follows the report, or when it was ended.
    CREATE TABLE addendum_task (
      communication_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL, report_id TEXT NOT NULL,
      asked_at TEXT NOT NULL,
      -- By whom, when and why, JSON; null: nobody ended it.
      ended TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX addendum_task_study ON addendum_task (study_id);

    -- Cases of which a patient is affected, and whose finding is in hand. Only this side names the other.
    CREATE TABLE review_told (
      review_id TEXT PRIMARY KEY, communication_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
