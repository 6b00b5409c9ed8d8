import { SignedFor } from '../../../../shared/model/site-difference.ts';
import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { OutgoingReports } from '../../reporting/outgoing-reports.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** Puts beside a report, in the transaction of its signature, what it is signed for: the order, and what its site said by then. */
export function rememberingOrders(
  reports: OutgoingReports,
  signedFor: (studyId: StudyId, reportId: ReportId) => SignedFor,
): OutgoingReports {
  return {
    signed: (db, report) => {
      db.prepare('INSERT OR REPLACE INTO report_order (report_id, content) VALUES (?, ?)').run(
        ...[report.reportId, JSON.stringify(signedFor(report.studyId, report.reportId))],
      );
      reports.signed(db, report);
    },
    drafted: (...act) => reports.drafted?.(...act),
  };
}

/** What a report was signed for; nothing where nobody wrote it down. */
export function signedForOf(db: Db, reportId: string): SignedFor {
  const text = db
    .prepare<[string], string>('SELECT content FROM report_order WHERE report_id = ?')
    .pluck()
    .get(reportId);
  return text === undefined ? { order: null, told: [] } : SignedFor.parse(JSON.parse(text));
}
