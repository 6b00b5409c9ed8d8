import type { Migration } from '../migrate.ts';

/** The model of speech of this station, and the words that each reader calls right. About no patient. */
export const speech: Migration = {
  version: 430,
  name: 'speech',
  sql: `
    CREATE TABLE speech_model (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      folder TEXT NOT NULL,
      -- SpeechModel (shared/model/speech.ts) as JSON.
      model TEXT NOT NULL, chosen_by TEXT NOT NULL, chosen_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE own_word (
      person_id TEXT NOT NULL, word TEXT NOT NULL, added_at TEXT NOT NULL,
      PRIMARY KEY (person_id, word)
    ) STRICT, WITHOUT ROWID;
  `,
};
