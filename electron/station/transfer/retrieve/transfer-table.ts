import { z } from 'zod';
import { toWire, WireError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import { SourceId, TransferId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { RetrieveWay } from '../../../../shared/model/source.ts';
import { TransferRank, TransferState } from '../../../../shared/model/transfer.ts';
import { newId } from '../../kernel/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';

const Row = z.object({
  transfer_id: TransferId,
  source_id: SourceId,
  others: z.string(),
  study_uid: z.string(),
  series_uid: z.string(),
  first_series: z.string().nullable(),
  way: RetrieveWay.nullable(),
  rank: z.number().int(),
  state: TransferState,
  attempts: z.number().int(),
  not_before: z.number().nullable(),
  received: z.number().int(),
  expected: z.number().int().nullable(),
  bytes: z.number(),
  missing: z.number().int(),
  error: z.string().nullable(),
});

/** One row: something to fetch. */
export interface TransferRecord {
  readonly transferId: TransferId;
  readonly sourceId: SourceId;
  /** Other sources that have it, best first. */
  readonly others: readonly SourceId[];
  readonly studyUid: string;
  readonly seriesUid: string | null;
  readonly firstSeries: string | null;
  readonly way: RetrieveWay | null;
  /** Place in TransferRank; lower goes first. */
  readonly rank: number;
  readonly state: TransferState;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly notBefore: number | null;
  readonly counts: TransferCounts;
  readonly error: WireError | null;
}

export interface TransferCounts {
  readonly received: number;
  readonly expected: number | null;
  readonly bytes: number;
  readonly missing: number;
}

export interface NewTransfer {
  readonly sourceId: SourceId;
  readonly studyUid: string;
  readonly seriesUid: string | null;
  readonly way: RetrieveWay | null;
  readonly rank: TransferRank;
}

const OPEN = "('waiting', 'running', 'resting', 'paused')";
const LISTED_FINISHED = 20;
const LISTED_OPEN = 100;

/** The rows of what is to be fetched. Every method is one statement or two, or a part of the transaction it is called in. */
export class TransferTable {
  readonly #db: Statements;

  constructor(db: Db) {
    this.#db = new Statements(db);
  }

  /** The open row of a study or series, if there is one. */
  openOne(studyUid: string, seriesUid: string | null): TransferRecord | null {
    return this.#one(`study_uid = ? AND series_uid = ? AND state IN ${OPEN}`, studyUid, seriesUid ?? '');
  }

  /** Open rows of a study: the whole of it first. */
  openOfStudy(studyUid: string): readonly TransferRecord[] {
    return this.#all(`study_uid = ? AND state IN ${OPEN} ORDER BY series_uid`, studyUid);
  }

  find(transferId: string): TransferRecord | null {
    return this.#one('transfer_id = ?', transferId);
  }

  insert(wanted: NewTransfer, by: PersonId, now: string): TransferId {
    const transferId = TransferId.parse(newId());
    this.#db
      .prepare(
        `INSERT INTO transfer (transfer_id, source_id, study_uid, series_uid, way, rank, state, asked_by, asked_at)
         VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)`,
      )
      .run(
        ...[transferId, wanted.sourceId, wanted.studyUid, wanted.seriesUid ?? '', wanted.way],
        ...[rankNumber(wanted.rank), by, now],
      );
    return transferId;
  }

  /** What goes next at a source: by rank, then by age. One step in an index, however many wait. */
  next(sourceId: SourceId, lowestRank = Number.MAX_SAFE_INTEGER): TransferRecord | null {
    const found = this.#one("source_id = ? AND state = 'waiting' ORDER BY rank, seq LIMIT 1", sourceId);
    return found !== null && found.rank <= lowestRank ? found : null;
  }

  /** Never lowers. */
  lift(transferId: TransferId, rank: number, firstSeries: string | null): void {
    this.#db
      .prepare(
        'UPDATE transfer SET rank = min(rank, ?), first_series = coalesce(?, first_series) WHERE transfer_id = ?',
      )
      .run(rank, firstSeries, transferId);
  }

  /** The series that was on the glass is here: its study goes on as an open one. */
  settleFirst(transferId: TransferId): void {
    this.#db
      .prepare('UPDATE transfer SET rank = max(rank, 1), first_series = NULL WHERE transfer_id = ?')
      .run(transferId);
  }

  setOthers(transferId: TransferId, sourceId: SourceId, others: readonly SourceId[]): void {
    this.#db
      .prepare('UPDATE transfer SET source_id = ?, others = ? WHERE transfer_id = ?')
      .run(sourceId, JSON.stringify(others), transferId);
  }

  setState(
    transferId: TransferId,
    state: Exclude<TransferState, 'resting'>,
    end: { readonly error?: AppError | null; readonly endedAt?: string; readonly attempts?: number } = {},
  ): void {
    const { error = null, endedAt = null, attempts = null } = end;
    this.#db
      .prepare(
        `UPDATE transfer SET state = ?, error = ?, ended_at = ?, not_before = NULL, attempts = coalesce(?, attempts)
         WHERE transfer_id = ?`,
      )
      .run(state, error === null ? null : JSON.stringify(toWire(error)), endedAt, attempts, transferId);
  }

  /** @param until milliseconds since 1970 */
  rest(transferId: TransferId, until: number, attempts: number, error: AppError): void {
    this.#db
      .prepare("UPDATE transfer SET state = 'resting', not_before = ?, attempts = ?, error = ? WHERE transfer_id = ?")
      .run(until, attempts, JSON.stringify(toWire(error)), transferId);
  }

  /** Those whose rest is over wait again; gives when the next one's is, null: none rests. */
  wake(now: number): number | null {
    this.#db
      .prepare("UPDATE transfer SET state = 'waiting', not_before = NULL WHERE state = 'resting' AND not_before <= ?")
      .run(now);
    const row = this.#db
      .prepare<[], { next: number | null }>("SELECT min(not_before) AS next FROM transfer WHERE state = 'resting'")
      .get();
    return row?.next ?? null;
  }

  /** What rests after a failure of this source waits for its turn at once. */
  wakeSource(sourceId: SourceId): void {
    this.#db
      .prepare("UPDATE transfer SET state = 'waiting', not_before = NULL WHERE state = 'resting' AND source_id = ?")
      .run(sourceId);
  }

  saveCounts(transferId: TransferId, { received, expected, bytes, missing }: TransferCounts): void {
    this.#db
      .prepare('UPDATE transfer SET received = ?, expected = ?, bytes = ?, missing = ? WHERE transfer_id = ?')
      .run(received, expected, bytes, missing, transferId);
  }

  /** What said that it runs was left by a process that died. */
  takeBack(): void {
    this.#db.prepare("UPDATE transfer SET state = 'waiting' WHERE state = 'running'").run();
  }

  /** Running ones first, then those that wait, by rank; the last finished ones at the end. */
  list(): readonly TransferRecord[] {
    // Source by source, each along its index: there may be a hundred thousand.
    const waiting = this.#db
      .prepare<[], { source_id: SourceId }>('SELECT source_id FROM source')
      .all()
      .map((row) => row.source_id)
      .flatMap((id) => this.#all(`source_id = ? AND state = 'waiting' ORDER BY rank, seq LIMIT ${LISTED_OPEN}`, id))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, LISTED_OPEN);
    return [
      ...this.#all("state = 'running' ORDER BY rank, seq"),
      ...waiting,
      ...this.#all(`state IN ('resting', 'paused') ORDER BY seq LIMIT ${LISTED_OPEN}`),
      ...this.#all(`state IN ('done', 'failed', 'cancelled') ORDER BY seq DESC LIMIT ${LISTED_FINISHED}`),
    ];
  }

  waiting(): number {
    return (
      this.#db.prepare<[], { n: number }>("SELECT count(*) AS n FROM transfer WHERE state = 'waiting'").get()?.n ?? 0
    );
  }

  #one(where: string, ...values: unknown[]): TransferRecord | null {
    const row = this.#db.prepare<unknown[]>(`SELECT * FROM transfer WHERE ${where}`).get(...values);
    return row === undefined ? null : toRecord(row);
  }

  #all(where: string, ...values: unknown[]): readonly TransferRecord[] {
    return this.#db
      .prepare<unknown[]>(`SELECT * FROM transfer WHERE ${where}`)
      .all(...values)
      .map(toRecord);
  }
}

export function rankNumber(rank: TransferRank): number {
  return TransferRank.options.indexOf(rank);
}

export function rankOf(number: number): TransferRank {
  return TransferRank.options[number] ?? 'rest';
}

function toRecord(raw: unknown): TransferRecord {
  const row = Row.parse(raw);
  return {
    transferId: row.transfer_id,
    sourceId: row.source_id,
    others: z.array(SourceId).parse(JSON.parse(row.others)),
    studyUid: row.study_uid,
    seriesUid: row.series_uid === '' ? null : row.series_uid,
    firstSeries: row.first_series,
    way: row.way,
    rank: row.rank,
    state: row.state,
    attempts: row.attempts,
    notBefore: row.not_before,
    counts: { received: row.received, expected: row.expected, bytes: row.bytes, missing: row.missing },
    error: row.error === null ? null : WireError.parse(JSON.parse(row.error)),
  };
}
