import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { DestinationId, PersonId } from '../../../../shared/model/ids.ts';
import { UnsentReport } from '../../../../shared/model/outbox.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { receiverKeys } from '../../reporting/outputs/receiver-keys.ts';
import type { Destinations } from './destinations.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { QueueReports } from './queue-reports.ts';

export interface UnsentParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly table: OutboxTable;
  readonly destinations: Pick<Destinations, 'get' | 'list'>;
  readonly queue: QueueReports;
  /** The frozen document. @throws AppError report/tampered */
  readonly document: (reportId: ReportId) => SignedDocument;
  readonly onChanged: (studyId: StudyId) => void;
  readonly wake: () => void;
}

/** Reports of one call; the others are there when these are done. */
const MOST = 1000;

const Row = z.object({
  report_id: ReportId,
  study_id: StudyId,
  site: z.string(),
  patient_name: z.string(),
  accession: z.string().nullable(),
  state: UnsentReport.shape.reportState,
  signed_at: z.string(),
  left_at: z.string().nullable(),
  given: z.union([z.literal(0), z.literal(1)]),
});

/**
 * Signed, and no row of it to anybody. What another report took the place of or withdrew is nobody's any more, and what nobody was sent
 * need not be withdrawn; nor is a report whose
 * addendum went out, with its text: it would come after that.
 */
const UNSENT = `SELECT report.report_id, study.study_id, site.name AS site, patient.name_alphabetic AS patient_name, study.accession,
    report.state, report.signed_at, report_left.left_at,
    (EXISTS (SELECT 1 FROM audit WHERE subject = report.report_id AND +command = 'report.export')
      OR EXISTS (SELECT 1 FROM retention_note WHERE retention_note.report_id = report.report_id AND kind = 'delivered')) AS given
  FROM report JOIN study USING (study_id) JOIN site USING (site_id) JOIN patient USING (patient_key)
    LEFT JOIN report_left USING (report_id)
  WHERE report.signed IS NOT NULL AND (? IS NULL OR lower(site.name) = lower(?))
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.report_id = report.report_id)
    AND NOT EXISTS (SELECT 1 FROM report AS next
      WHERE next.predecessor = report.report_id AND next.state IN ('preliminary', 'final', 'corrected', 'withdrawn'))
    AND NOT (report.state = 'withdrawn' AND NOT EXISTS (WITH RECURSIVE earlier (report_id) AS (SELECT report.predecessor
        UNION ALL SELECT before.predecessor FROM report AS before JOIN earlier ON before.report_id = earlier.report_id)
      SELECT 1 FROM outbox JOIN earlier USING (report_id)))
    AND NOT EXISTS (WITH RECURSIVE later (report_id) AS (SELECT report.report_id
        UNION ALL SELECT next.report_id FROM report AS next JOIN later ON next.predecessor = later.report_id)
      SELECT 1 FROM outbox JOIN later USING (report_id))
  ORDER BY report.signed_at, report.report_id LIMIT ${MOST}`;

/** Reports that were signed before their site had a destination. Nothing of them goes out unless a person says so. */
export class UnsentReports {
  readonly #parts: UnsentParts;

  constructor(parts: UnsentParts) {
    this.#parts = parts;
  }

  /** In the order in which they were signed. @param site null: of all sites */
  list(site: string | null): readonly UnsentReport[] {
    return this.#parts.index
      .prepare<[string | null, string | null]>(UNSENT)
      .all(site, site)
      .map((found) => {
        const row = Row.parse(found);
        return {
          ...{ reportId: row.report_id, studyId: row.study_id, site: row.site, patientName: row.patient_name },
          ...{ accession: row.accession, reportState: row.state, signedAt: row.signed_at, leftAt: row.left_at },
          given: row.given === 1,
        };
      });
  }

  /**
   * They go to destinations of their site, in the order in which they were signed; the site is asked first what it says by now.
   * @returns how many rows of the outbox that is
   * @throws AppError outbox/unknown-destination, outbox/not-now for a report that went somewhere meanwhile, or is of another site
   */
  send(destinationIds: readonly DestinationId[], reportIds: readonly ReportId[]): number {
    const { index, commands, clock, personId, destinations, queue, table, document, onChanged, wake } = this.#parts;
    const going = destinationIds.map((id) => destinations.get(id));
    const sites = new Set(going.map(({ site }) => site.toLowerCase()));
    const [site] = sites;
    if (site === undefined || sites.size > 1) throw new AppError('outbox/not-now', 'these are of several sites');
    const chosen = this.#chosen(site, reportIds);
    const signed = chosen.map((one) => ({
      ...one,
      outputs: receiverKeys(document(one.reportId), hasPage(index, one.reportId)),
    }));
    const at = clock.nowIso();
    const before = count(index);
    const detail = { reports: chosen.length, to: destinationIds.join(' ') };
    const subject = destinationIds[0] ?? '';
    commands.run({ name: 'outbox.sendUnsent', personId, subject, detail }, (db) => {
      for (const { reportId, studyId, reportState: state, outputs } of signed) {
        const report = { reportId, studyId, state, predecessor: null, at, outputs };
        for (const destination of going) queue.goTo(db, destination, report);
        db.prepare('DELETE FROM report_left WHERE report_id = ?').run(reportId);
      }
      // They lie here since long ago.
      for (const { destinationId } of going) table.markChecks(db, destinationId);
    });
    for (const { studyId } of chosen) onChanged(studyId);
    wake();
    return count(index) - before;
  }

  /** They stay here, and are not offered again; on record. @throws AppError outbox/not-now */
  leave(site: string, reportIds: readonly ReportId[]): void {
    const { index, commands, clock, personId, onChanged } = this.#parts;
    const chosen = this.#chosen(site, reportIds);
    const siteId = index
      .prepare<[string], string>('SELECT site_id FROM site WHERE lower(name) = lower(?) ORDER BY site_id')
      .pluck()
      .get(site);
    const detail = { reports: chosen.length };
    commands.run({ name: 'outbox.leave', personId, subject: siteId ?? '', detail }, (db) => {
      const leave = db.prepare('INSERT OR IGNORE INTO report_left (report_id, left_at) VALUES (?, ?)');
      for (const { reportId } of chosen) leave.run(reportId, clock.nowIso());
    });
    for (const { studyId } of chosen) onChanged(studyId);
  }

  #chosen(site: string, reportIds: readonly ReportId[]): readonly UnsentReport[] {
    const wanted = new Set(reportIds);
    const chosen = this.list(site).filter(({ reportId }) => wanted.has(reportId));
    if (chosen.length !== wanted.size) throw new AppError('outbox/not-now', 'a report is not unsent at this site');
    return chosen;
  }
}

function count(index: Db): number {
  return index.prepare<[], number>('SELECT count(*) FROM outbox').pluck().get() ?? 0;
}

function hasPage(index: Db, reportId: ReportId): boolean {
  const sql = "SELECT 1 FROM report_output WHERE report_id = ? AND format = 'pdf'";
  return index.prepare(sql).get(reportId) !== undefined;
}
