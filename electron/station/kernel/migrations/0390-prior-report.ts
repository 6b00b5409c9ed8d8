import type { Migration } from '../migrate.ts';

/** Reports of others, as messages told them. */
export const priorReports: Migration = {
  version: 390,
  name: 'prior-report',
  sql: `
    CREATE TABLE prior_report (
      prior_report_id TEXT PRIMARY KEY,
      -- Name of the store's site whose numbers it bears, and what its sender calls the report.
      site TEXT NOT NULL, sender_key TEXT NOT NULL,
      -- From 1; the one that counts is the newest by what its sender said.
      version INTEGER NOT NULL, current INTEGER NOT NULL,
      -- As the message names the patient.
      patient_issuer TEXT NOT NULL, patient_id TEXT NOT NULL,
      said_at TEXT NOT NULL, received_at TEXT NOT NULL,
      -- PriorReport, JSON, and the page that came with it, base64.
      content TEXT NOT NULL, pdf TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX prior_report_version ON prior_report (site, sender_key, version);
    CREATE INDEX prior_report_patient ON prior_report (patient_id);

    -- Who erases the last study of a patient erases what others wrote of them.
    CREATE TRIGGER prior_report_forgotten AFTER DELETE ON patient BEGIN
      DELETE FROM prior_report WHERE patient_id = old.patient_id
        AND (patient_issuer = old.issuer OR lower(site) = lower(old.issuer));
    END;

    -- Words of a report that is gone are gone.
    CREATE TRIGGER report_words_of_prior AFTER DELETE ON prior_report BEGIN
      DELETE FROM report_words WHERE rowid IN (SELECT word_id FROM report_word_of WHERE ref = old.prior_report_id);
      DELETE FROM report_word_of WHERE ref = old.prior_report_id;
    END;
  `,
};
