import type { Migration } from '../migrate.ts';

/** What each reader changed after a case was hung, and what they answered when it was offered to them. About no patient. */
export const habits: Migration = {
  version: 350,
  name: 'habit',
  sql: `
    CREATE TABLE habit (
      person_id TEXT NOT NULL,
      -- Made up by the window for one stage of one opened case: names neither.
      note_id TEXT NOT NULL,
      protocol_id TEXT NOT NULL, stage TEXT NOT NULL,
      -- HabitNote (shared/hanging/protocol/habit.ts) as JSON.
      value TEXT NOT NULL, noted_at TEXT NOT NULL,
      PRIMARY KEY (person_id, note_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX habit_newest ON habit (person_id, protocol_id, stage, noted_at);
    CREATE TABLE habit_answer (
      person_id TEXT NOT NULL, protocol_id TEXT NOT NULL, stage TEXT NOT NULL,
      -- window, sort, layout; display: '' of a layout.
      aspect TEXT NOT NULL, display TEXT NOT NULL,
      answer TEXT NOT NULL CHECK (answer IN ('later', 'never')), answered_at TEXT NOT NULL,
      PRIMARY KEY (person_id, protocol_id, stage, aspect, display)
    ) STRICT, WITHOUT ROWID;
  `,
};
