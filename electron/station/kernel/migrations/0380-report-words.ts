import type { Migration } from '../migrate.ts';

/** Words of signed reports, for searches. Made anew from the reports wherever a row is missing. */
export const reportWords: Migration = {
  version: 380,
  name: 'report-words',
  sql: `
    CREATE TABLE report_word_of (
      word_id INTEGER PRIMARY KEY,
      -- Id of the report: ours, or of a prior report of others.
      ref TEXT NOT NULL UNIQUE
    ) STRICT;
    -- Case and diacritics do not count. The prefixes are those of half-typed words.
    CREATE VIRTUAL TABLE report_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
    -- What is deleted leaves no trace in the segments of the index.
    INSERT INTO report_words (report_words, rank) VALUES ('secure-delete', 1);

    CREATE TRIGGER report_words_of_report AFTER DELETE ON report BEGIN
      DELETE FROM report_words WHERE rowid IN (SELECT word_id FROM report_word_of WHERE ref = old.report_id);
      DELETE FROM report_word_of WHERE ref = old.report_id;
    END;
  `,
};
