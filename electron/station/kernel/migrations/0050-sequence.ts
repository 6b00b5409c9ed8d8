import type { Migration } from '../migrate.ts';

/** Reports and jobs in the order of their making, whatever the clock said then. */
export const sequence: Migration = {
  version: 50,
  name: 'sequence',
  sql: `
    ALTER TABLE report ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
    UPDATE report SET seq = (SELECT count(*) FROM report AS other
      WHERE (other.created_at, other.report_id) <= (report.created_at, report.report_id));
    CREATE INDEX report_by_seq ON report (seq);
    CREATE TRIGGER report_seq AFTER INSERT ON report WHEN NEW.seq = 0 BEGIN
      UPDATE report SET seq = (SELECT max(seq) + 1 FROM report) WHERE report_id = NEW.report_id;
    END;

    ALTER TABLE job ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
    UPDATE job SET seq = (SELECT count(*) FROM job AS other
      WHERE (other.created_at, other.job_id) <= (job.created_at, job.job_id));
    CREATE INDEX job_by_seq ON job (seq);
    CREATE TRIGGER job_seq AFTER INSERT ON job WHEN NEW.seq = 0 BEGIN
      UPDATE job SET seq = (SELECT max(seq) + 1 FROM job) WHERE job_id = NEW.job_id;
    END;
  `,
};
