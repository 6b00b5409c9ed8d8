import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { DestinationId, OutgoingId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import {
  HoldReason,
  isOpen,
  Outgoing,
  OutgoingCommitment,
  OutgoingFormat,
  OutgoingState,
  StudyStatus,
} from '../../../../shared/model/outbox.ts';
import type { Decision } from '../../../../shared/model/reconcile.ts';
import type { QueuedRow } from '../../../../shared/rules/outbox/next-to-send.ts';
import { nextSendState } from '../../../../shared/rules/outbox/next-state.ts';
import type { SendEvent, SendState } from '../../../../shared/rules/outbox/next-state.ts';
import type { Db } from '../../kernel/sqlite.ts';

const Flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);
const json = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text): z.output<T> => schema.parse(JSON.parse(text)));

const Row = z.object({
  outgoing_id: OutgoingId,
  seq: z.number().int(),
  destination_id: DestinationId,
  study_id: StudyId,
  report_id: ReportId.nullable(),
  lineage: z.string(),
  format: OutgoingFormat,
  report_state: Outgoing.shape.reportState,
  critical: Flag,
  key: z.string(),
  sop_class: z.string().nullable(),
  status: StudyStatus.nullable(),
  content: z.string().nullable(),
  state: OutgoingState,
  attempts: z.number().int(),
  unanswered: z.number().int(),
  failures: z.number().int(),
  may_be_twice: Flag,
  not_before: z.string().nullable(),
  check_due: Flag,
  check_failures: z.number().int(),
  hold: json(z.array(HoldReason)),
  accepted: json(z.array(HoldReason)),
  receipt: json(Outgoing.shape.receipt.unwrap()).nullable(),
  reason: json(Outgoing.shape.reason.unwrap()).nullable(),
  queued_at: z.string(),
  changed_at: z.string(),
});
export type OutboxRow = z.output<typeof Row>;

/** What changes beside the state. Absent: as it was. */
export interface RowFacts {
  readonly notBefore?: string | null;
  readonly checkDue?: boolean;
  readonly checkFailures?: number;
  readonly hold?: readonly HoldReason[];
  readonly accepted?: readonly HoldReason[];
  readonly receipt?: NonNullable<Outgoing['receipt']>;
  readonly reason?: Outgoing['reason'];
  /** What somebody decided of it. */
  readonly decision?: Decision;
}

export interface NewRow {
  readonly outgoingId: OutgoingId;
  readonly destinationId: DestinationId;
  readonly studyId: StudyId;
  /** Null, and the state with it, for what is of no report. */
  readonly reportId: ReportId | null;
  readonly lineage: string;
  readonly format: OutgoingFormat;
  readonly reportState: Outgoing['reportState'];
  readonly critical: boolean;
  readonly key: string;
  /** Of a DICOM object. */
  readonly sopClass?: string;
  /** Of a status: what it says, and the message itself. */
  readonly status?: { readonly is: StudyStatus; readonly content: string };
  /** A message that was written with the act, and is no status. */
  readonly message?: string;
}

const OPEN = "state NOT IN ('delivered', 'dropped')";
const LISTED = 1000;

/** Rows of the table outbox. No rules: those are in shared/rules/outbox. */
export class OutboxTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws AppError outbox/unknown */
  get(outgoingId: string): OutboxRow {
    const found = this.#db.prepare('SELECT * FROM outbox WHERE outgoing_id = ?').get(outgoingId);
    return found === undefined ? this.unknown() : Row.parse(found);
  }

  unknown(): never {
    throw new AppError('outbox/unknown', 'the outbox has no such row');
  }

  /** What has not ended, in the order of the acts. */
  open(destinationId: string): readonly OutboxRow[] {
    return this.#db
      .prepare(`SELECT * FROM outbox WHERE destination_id = ? AND ${OPEN} ORDER BY seq`)
      .all(destinationId)
      .map((row) => Row.parse(row));
  }

  /** Destinations that something waits for. */
  destinationsWithOpen(): readonly DestinationId[] {
    return this.#db
      .prepare<[], string>(`SELECT DISTINCT destination_id FROM outbox WHERE ${OPEN}`)
      .pluck()
      .all()
      .map((id) => DestinationId.parse(id));
  }

  /** The report of a study that was signed last; null where none was. */
  lastSigned(studyId: StudyId): ReportId | null {
    const found = this.#db
      .prepare<[string], string>(
        'SELECT report_id FROM report WHERE study_id = ? AND signed IS NOT NULL ORDER BY signed_at DESC, report_id DESC LIMIT 1',
      )
      .pluck()
      .get(studyId);
    return found === undefined ? null : ReportId.parse(found);
  }

  ofReport(reportId: string): readonly OutboxRow[] {
    const rows = this.#db.prepare('SELECT * FROM outbox WHERE report_id = ? ORDER BY seq').all(reportId);
    return rows.map((row) => Row.parse(row));
  }

  /** As windows see them: what is open first, then the newest. @param studyId null: all */
  list(studyId: StudyId | null): readonly Outgoing[] {
    return this.#db
      .prepare<[{ readonly studyId: string | null }], Shown>(
        `SELECT outbox.*, outbox_destination.name AS destination, site.name AS site,
           patient.name_alphabetic AS patient_name, study.accession,
           iif(asking.state IS NULL, NULL, json_object('state', asking.state, 'at', asking.at, 'asked', asking.asked,
             'notBefore', asking.not_before, 'text', asking.text)) AS commitment
         FROM outbox JOIN outbox_destination USING (destination_id) JOIN study USING (study_id)
           LEFT JOIN outbox_commitment AS asking USING (outgoing_id)
           JOIN site ON site.site_id = study.site_id JOIN patient USING (patient_key)
         WHERE @studyId IS NULL OR outbox.study_id = @studyId
           OR report_id IN (SELECT report_id FROM report WHERE study_id = @studyId
             UNION SELECT report_id FROM report_accession WHERE study_id = @studyId)
         ORDER BY outbox.${OPEN} DESC, outbox.critical DESC, outbox.seq DESC LIMIT ${LISTED}`,
      )
      .all({ studyId })
      .map((row) => shown(row));
  }

  /** Inside a transaction. A row that is there already stays as it is. */
  insert(db: Db, row: NewRow, at: string): void {
    const seq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) + 1 FROM outbox').pluck().get() ?? 1;
    db.prepare(
      `INSERT OR IGNORE INTO outbox (outgoing_id, seq, destination_id, study_id, report_id, lineage, format, report_state,
         critical, key, sop_class, status, content, state, queued_at, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)`,
    ).run(
      ...[row.outgoingId, seq, row.destinationId, row.studyId, row.reportId, row.lineage, row.format, row.reportState],
      ...[
        row.critical ? 1 : 0,
        row.key,
        row.sopClass ?? null,
        row.status?.is ?? null,
        row.status?.content ?? row.message ?? null,
        at,
        at,
      ],
    );
  }

  /** One step of a row, inside a transaction. @throws AppError outbox/unknown, outbox/not-now */
  step(db: Db, outgoingId: string, event: SendEvent, facts: RowFacts & Step): SendState {
    const row = this.get(outgoingId);
    const next = nextSendState(sendState(row), event, facts.takesOnce);
    db.prepare(
      `UPDATE outbox SET state = ?, attempts = ?, unanswered = ?, failures = ?, may_be_twice = ?, not_before = ?,
         check_due = ?, check_failures = ?, hold = ?, accepted = ?, receipt = ?, reason = ?,
         decided = coalesce(?, decided), changed_at = ?
       WHERE outgoing_id = ?`,
    ).run(
      ...[next.state, next.attempts, next.unanswered, next.failures, next.mayBeTwice ? 1 : 0],
      facts.notBefore === undefined ? row.not_before : facts.notBefore,
      (facts.checkDue ?? row.check_due) ? 1 : 0,
      facts.checkFailures ?? row.check_failures,
      JSON.stringify(facts.hold ?? row.hold),
      JSON.stringify(facts.accepted ?? row.accepted),
      textOf(facts.receipt ?? row.receipt),
      textOf(facts.reason === undefined ? row.reason : facts.reason),
      textOf(facts.decision ?? null),
      ...[facts.at, outgoingId],
    );
    return next;
  }

  /** Held rows. @param studyId null: those that wait only for an answer of their site, of all studies */
  held(studyId: StudyId | null): readonly OutboxRow[] {
    const rows = this.#db
      .prepare<[string | null, string | null]>(
        "SELECT * FROM outbox WHERE state = 'held' AND (? IS NULL OR study_id = ?) ORDER BY seq",
      )
      .all(studyId, studyId)
      .map((row) => Row.parse(row));
    return studyId === null ? rows.filter(({ hold }) => hold.every((reason) => reason === 'not-asked')) : rows;
  }

  /** Everything that waits for a destination lay through an outage: its sites are asked before it goes. */
  markChecks(db: Db, destinationId: string): void {
    db.prepare(
      `UPDATE outbox SET check_due = 1, check_failures = 0 WHERE destination_id = ? AND ${OPEN} AND check_due = 0`,
    ).run(destinationId);
  }
}

interface Step {
  readonly takesOnce: boolean;
  /** UTC, ISO 8601. */
  readonly at: string;
}

export function sendState(row: OutboxRow): SendState {
  const { state, attempts, unanswered, failures, may_be_twice: mayBeTwice } = row;
  return { state, attempts, unanswered, failures, mayBeTwice };
}

export function queuedRow(row: OutboxRow): QueuedRow {
  const { seq, lineage, format, critical, state } = row;
  const notBefore = row.not_before === null ? null : Date.parse(row.not_before);
  // What is of no report is a thing of its own.
  const reportId = row.report_id ?? row.outgoing_id;
  return { outgoingId: row.outgoing_id, reportId, seq, lineage, format, critical, state, notBefore };
}

/** What a record of the trail is about. */
export function subjectOf({ report_id: reportId, study_id: studyId }: OutboxRow): ReportId | StudyId {
  return reportId ?? studyId;
}

interface Shown {
  readonly destination: string;
  readonly site: string;
  readonly patient_name: string;
  readonly accession: string | null;
  /** OutgoingCommitment, JSON. */
  readonly commitment: string | null;
}

function shown(found: Shown): Outgoing {
  const row = Row.parse(found);
  return {
    ...{ outgoingId: row.outgoing_id, seq: row.seq, destinationId: row.destination_id },
    ...{ destination: found.destination, site: found.site, studyId: row.study_id, reportId: row.report_id },
    ...{ patientName: found.patient_name, accession: found.accession, format: row.format },
    ...{ reportState: row.report_state, status: row.status, critical: row.critical, state: row.state, key: row.key },
    ...{
      attempts: row.attempts,
      mayBeTwice: row.may_be_twice,
      mayBeThere: isOpen(row.state) && row.unanswered > 0,
      queuedAt: row.queued_at,
      changedAt: row.changed_at,
    },
    ...{ notBefore: row.not_before, receipt: row.receipt, reason: row.reason, hold: row.hold },
    commitment: found.commitment === null ? null : OutgoingCommitment.parse(JSON.parse(found.commitment)),
  };
}

function textOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
