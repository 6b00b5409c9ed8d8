import { z } from 'zod';
import { CommitmentState } from '../../../../shared/model/outbox.ts';
import { DestinationId, OutgoingId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import { isTransactionOver, NEW_COMMITMENT, nextCommitment } from '../../../../shared/rules/outbox/next-commitment.ts';
import type { CommitmentEvent, CommitmentStep } from '../../../../shared/rules/outbox/next-commitment.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { newUid } from '../../kernel/uid.ts';

const Row = z.object({
  outgoing_id: OutgoingId,
  destination_id: DestinationId,
  study_id: StudyId,
  report_id: ReportId.nullable(),
  key: z.string(),
  sop_class: z.string().nullable(),
  format: z.string(),
  transaction_uid: z.string(),
  state: CommitmentState,
  asked: z.number().int(),
  failures: z.number().int(),
  not_before: z.string().nullable(),
});
/** What is asked of one object, and the object. */
export type CommitmentRow = z.output<typeof Row>;

const SELECT = `SELECT asking.*, outbox.destination_id, outbox.study_id, outbox.report_id, outbox.key, outbox.sop_class, outbox.format
  FROM outbox_commitment AS asking JOIN outbox USING (outgoing_id)`;

/** What is written beside the step. Absent: as it was. */
export interface CommitmentFacts {
  /** UTC. */
  readonly at: string;
  readonly notBefore?: string | null;
  readonly text?: string;
}

/** Rows of the table outbox_commitment: one an object that an archive took and is asked to answer for. */
export class CommitmentTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Inside the transaction of the receipt. What was asked already goes on as it is. */
  begin(db: Db, outgoingId: OutgoingId, at: string): void {
    const { state, asked, failures } = NEW_COMMITMENT;
    db.prepare(
      `INSERT OR IGNORE INTO outbox_commitment (outgoing_id, transaction_uid, state, asked, failures, at, not_before, text)
       VALUES (?, ?, ?, ?, ?, ?, NULL, '')`,
    ).run(outgoingId, newUid(), state, asked, failures, at);
  }

  find(outgoingId: string): CommitmentRow | null {
    return this.#one('asking.outgoing_id', outgoingId);
  }

  byTransaction(transactionUid: string): CommitmentRow | null {
    return this.#one('asking.transaction_uid', transactionUid);
  }

  /** What is to be asked, or waited for, at a destination; the first in time first. */
  open(destinationId: DestinationId): readonly CommitmentRow[] {
    return this.#db
      .prepare(
        `${SELECT} WHERE outbox.destination_id = ? AND asking.state IN ('due', 'asking', 'asked')
         ORDER BY asking.not_before IS NOT NULL, asking.not_before, outbox.seq`,
      )
      .all(destinationId)
      .map((row) => Row.parse(row));
  }

  destinationsWithOpen(): readonly DestinationId[] {
    return this.#db
      .prepare<[], string>(
        `SELECT DISTINCT outbox.destination_id FROM outbox_commitment AS asking JOIN outbox USING (outgoing_id)
         WHERE asking.state IN ('due', 'asking', 'asked')`,
      )
      .pluck()
      .all()
      .map((id) => DestinationId.parse(id));
  }

  /** Inside a transaction. @throws AppError outbox/not-now */
  step(db: Db, row: CommitmentRow, event: CommitmentEvent, { at, notBefore, text }: CommitmentFacts): CommitmentStep {
    const next = nextCommitment(row, event);
    // A transaction whose outcome was said is over: a new question has a number of its own.
    const isNew = event.kind === 'again' && isTransactionOver(row.state);
    db.prepare(
      `UPDATE outbox_commitment SET state = ?, asked = ?, failures = ?, at = ?, not_before = ?, text = coalesce(?, text),
         transaction_uid = ? WHERE outgoing_id = ?`,
    ).run(
      ...[next.state, next.asked, next.failures, at, notBefore === undefined ? row.not_before : notBefore],
      ...[text ?? null, isNew ? newUid() : row.transaction_uid, row.outgoing_id],
    );
    return next;
  }

  /** The object goes out once more: what was said of it before is about another one. Inside a transaction. */
  forget(db: Db, outgoingId: OutgoingId): void {
    db.prepare('DELETE FROM outbox_commitment WHERE outgoing_id = ?').run(outgoingId);
  }

  #one(column: 'asking.outgoing_id' | 'asking.transaction_uid', value: string): CommitmentRow | null {
    const found = this.#db.prepare(`${SELECT} WHERE ${column} = ?`).get(value);
    return found === undefined ? null : Row.parse(found);
  }
}
