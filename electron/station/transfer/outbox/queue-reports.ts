import type { Destination, DestinationSettings } from '../../../../shared/model/destination.ts';
import { OutgoingId } from '../../../../shared/model/ids.ts';
import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import { isOpen } from '../../../../shared/model/outbox.ts';
import type { OutgoingFormat } from '../../../../shared/model/outbox.ts';
import { newId } from '../../kernel/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { OutgoingReport, OutgoingReports } from '../../reporting/outgoing-reports.ts';
import { chosenStudies } from '../../reporting/together-rows.ts';
import type { Destinations } from './destinations.ts';
import type { NewRow, OutboxTable } from './outbox-table.ts';
import type { QueueStatuses } from './queue-statuses.ts';
import { sopClassOf } from './report-content.ts';

/** What goes to a destination, in this order: what a report refers to goes before it. */
function formatsFor(settings: DestinationSettings): readonly OutgoingFormat[] {
  switch (settings.kind) {
    case 'dicom':
      return DICOM_FORMATS.filter(({ kind }) => settings.objects.includes(kind)).map(({ format }) => format);
    case 'hl7':
      return ['hl7'];
    case 'fhir':
      return ['fhir'];
    case 'context':
      return [];
  }
}

const DICOM_FORMATS = [
  { kind: 'measurements', format: 'sr-measurements' },
  { kind: 'report', format: 'sr' },
  { kind: 'pdf', format: 'pdf' },
] as const;

/** A preliminary report begins a line; its final takes its place, addenda follow that. */
const FIRST_OF_LINE = `WITH RECURSIVE line (report_id, predecessor) AS (
    SELECT report_id, predecessor FROM report WHERE report_id = ?
    UNION ALL SELECT report.report_id, report.predecessor FROM report JOIN line ON report.report_id = line.predecessor)
  SELECT report_id FROM line WHERE predecessor IS NULL`;

export interface QueueParts {
  readonly table: OutboxTable;
  readonly destinations: Destinations;
  /** Its order says that it is urgent for the patient's life: it goes before what does not. */
  readonly isUrgent: (studyId: StudyId) => boolean;
  readonly statuses: Pick<QueueStatuses, 'changed' | 'drafted'>;
  /** Called later, when the transaction has ended. */
  readonly afterwards: () => void;
}

/** Writes a row for each destination of the study's site when a report is signed, in the transaction of the signature. */
export class QueueReports implements OutgoingReports {
  readonly #table: OutboxTable;
  readonly #destinations: Destinations;
  readonly #isUrgent: (studyId: StudyId) => boolean;
  readonly #afterwards: () => void;
  readonly #statuses: Pick<QueueStatuses, 'changed' | 'drafted'>;

  constructor({ table, destinations, isUrgent, statuses, afterwards }: QueueParts) {
    this.#statuses = statuses;
    this.#table = table;
    this.#destinations = destinations;
    this.#isUrgent = isUrgent;
    this.#afterwards = afterwards;
  }

  signed(db: Db, report: OutgoingReport): void {
    const { reportId, studyId, state, at } = report;
    const destinations = this.#destinations.ofStudy(db, studyId);
    const lineage = lineageOf(db, reportId);
    if (state !== 'addendum') this.#supersede(db, lineage, state === 'withdrawn' ? 'all' : 'preliminary', at);
    for (const destination of destinations) this.goTo(db, destination, report);
    if (state === 'final' || state === 'preliminary') {
      for (const about of [studyId, ...chosenStudies(db, reportId)])
        this.#statuses.changed(db, about, state === 'final' ? 'read' : 'read-preliminary', at);
    }
    setImmediate(() => this.#afterwards());
  }

  drafted(db: Db, studyId: StudyId, what: 'started' | 'released', at: string): void {
    this.#statuses.drafted(db, studyId, what, at);
  }

  /** A row for each form that a destination takes, inside a transaction. What is there already stays as it is. */
  goTo(
    db: Db,
    { destinationId, settings }: Pick<Destination, 'destinationId' | 'settings'>,
    report: OutgoingReport,
  ): void {
    const { reportId, studyId, state: reportState, at } = report;
    const lineage = lineageOf(db, reportId);
    const critical = this.#isUrgent(studyId);
    for (const format of formatsFor(settings)) {
      for (const output of report.outputs.filter((one) => one.format === format)) {
        const outgoingId = OutgoingId.parse(newId());
        const sopClass = output.sopClass ?? sopClassOf(format);
        const row = {
          ...{ outgoingId, destinationId, reportId, format, reportState, critical },
          ...placeOf(db, output.studyId, { studyId, lineage }),
          ...{ key: output.key, ...(sopClass === null ? {} : { sopClass }) },
        };
        this.#table.insert(db, row, at);
      }
    }
  }

  /** What is not there yet, and will not be needed: preliminary reports, or the whole line. What may be there is settled first. */
  #supersede(db: Db, lineage: string, which: 'preliminary' | 'all', at: string): void {
    const earlier = db
      .prepare<[{ readonly lineage: string; readonly which: string }], { outgoing_id: string; destination_id: string }>(
        `SELECT outgoing_id, destination_id FROM outbox
         WHERE (lineage = @lineage OR substr(lineage, 1, length(@lineage) + 1) = @lineage || ' ')
           AND (@which = 'all' OR report_state = @which)`,
      )
      .all({ lineage, which });
    for (const { outgoing_id: outgoingId } of earlier) {
      if (!isOpen(this.#table.get(outgoingId).state)) continue;
      this.#table.step(db, outgoingId, { kind: 'supersede' }, { takesOnce: true, at });
    }
  }
}

/**
 * Each of the other studies of a report is a line of its own at a receiver: what is refused of one accession does not keep the next from
 * going out. A study that is not here any more is told with the report's own.
 */
function placeOf<Place extends Pick<NewRow, 'studyId' | 'lineage'>>(
  db: Db,
  other: StudyId | undefined,
  own: Place,
): Place {
  if (other === undefined) return own;
  const isHere = db.prepare('SELECT 1 FROM study WHERE study_id = ?').get(other) !== undefined;
  return { ...own, ...(isHere ? { studyId: other } : {}), lineage: `${own.lineage} ${other}` };
}

/** The report with which the line of one began. */
export function lineageOf(db: Db, reportId: ReportId): string {
  return db.prepare<[string], string>(FIRST_OF_LINE).pluck().get(reportId) ?? reportId;
}
