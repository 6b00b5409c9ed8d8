import { toWire } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { withoutWaiting } from '../../kernel/sqlite.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { isOfTheSource } from './breaker.ts';
import type { TransferEnd } from './transfer-run.ts';
import type { TransferCounts, TransferRecord, TransferTable } from './transfer-table.ts';

/** Times that one study is tried before it counts as failed; the line's failures are not the study's. */
const MOST_ATTEMPTS = 5;
const FIRST_REST_MS = 5000;
const LONGEST_REST_MS = 10 * 60_000;
/** Between two questions about what an archive brings up. */
const RECALL_MS = 2 * 60_000;

export interface TransferEndingOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly personId: PersonId;
  readonly table: TransferTable;
  readonly random?: () => number;
}

/** How a run ended, and what was asked of its row meanwhile. */
export interface Ended {
  readonly counts: TransferCounts;
  readonly becomes: 'paused' | 'cancelled' | null;
  readonly end: TransferEnd;
}

/** Writes what becomes of a row whose run ended: done, failed for good, at rest, at another source, or waiting again. */
export class TransferEnding {
  readonly #options: TransferEndingOptions;

  constructor(options: TransferEndingOptions) {
    this.#options = options;
  }

  /** True: that was its end. */
  async write(record: TransferRecord, { counts, becomes, end }: Ended): Promise<boolean> {
    const { db, table, clock } = this.#options;
    const { transferId } = record;
    // How far it came is no promise: a power cut may take back what was said last.
    withoutWaiting(db, () => table.saveCounts(transferId, counts));
    if (end.kind === 'stopped' && becomes !== null) {
      table.setState(transferId, becomes, becomes === 'cancelled' ? { endedAt: clock.nowIso() } : {});
      return false;
    }
    if (end.kind === 'done') return this.#finish(record, counts, 'done', null);
    if (end.kind === 'failed') return this.#failed(record, counts, end.error);
    // The closing station, or somebody more urgent.
    table.setState(transferId, 'waiting');
    return false;
  }

  async #failed(record: TransferRecord, counts: TransferCounts, error: AppError): Promise<boolean> {
    const { transferId } = record;
    const attempts = record.attempts + 1;
    this.#options.log.warn('transfer.failed', { transferId, code: error.code, attempt: attempts });
    if (error.code === 'source/quota') {
      // It goes on where it was as soon as there is room: the desk looks for that.
      this.#options.table.setState(transferId, 'waiting', { error });
      return false;
    }
    if (this.#goesElsewhere(record, error)) return false;
    if (error.code === 'source/recall') {
      // As often as it takes: an archive may need hours, and asking again keeps the recall alive.
      this.#options.table.rest(transferId, this.#now() + RECALL_MS, record.attempts, error);
      return false;
    }
    if (error.code === 'disk/full') {
      this.#rest(record, error, record.attempts);
      return false;
    }
    if (isOfTheSource(error)) {
      // Nothing is wrong with this study: it waits as long as it takes.
      this.#options.table.setState(transferId, 'waiting', { error });
      return false;
    }
    const isFinal = error.family !== 'expected' || !mayPass(error) || attempts >= MOST_ATTEMPTS;
    if (isFinal) return this.#finish(record, counts, 'failed', error);
    this.#rest(record, error, attempts);
    return false;
  }

  /** Another source has it too: that one is asked next, and this one comes last. Each of them once, then it rests. */
  #goesElsewhere({ transferId, sourceId, others, attempts }: TransferRecord, error: AppError): boolean {
    const [next, ...rest] = others;
    if (next === undefined || !error.code.startsWith('source/') || error.code === 'source/other-patient') return false;
    const { table } = this.#options;
    table.setOthers(transferId, next, [...rest, sourceId]);
    if ((attempts + 1) % (others.length + 1) === 0) return false;
    table.setState(transferId, 'waiting', { error, attempts: attempts + 1 });
    return true;
  }

  #now(): number {
    return Date.parse(this.#options.clock.nowIso());
  }

  #rest({ transferId }: TransferRecord, error: AppError, attempts: number): void {
    const longest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.max(0, attempts - 1));
    const rest = longest * (0.5 + (this.#options.random ?? Math.random)() / 2);
    const until = Math.round(this.#now() + rest);
    this.#options.table.rest(transferId, until, attempts, error);
  }

  async #finish(
    record: TransferRecord,
    { received, bytes, missing }: TransferCounts,
    state: 'done' | 'failed',
    error: AppError | null,
  ): Promise<true> {
    const { commands, personId, clock, table } = this.#options;
    const detail = { state, received, bytes, missing, code: error === null ? 'none' : toWire(error).code };
    await commands.runInBackground({ name: 'transfer.end', personId, subject: record.sourceId, detail }, () =>
      table.setState(record.transferId, state, {
        error,
        endedAt: clock.nowIso(),
        attempts: record.attempts + (error === null ? 0 : 1),
      }),
    );
    return true;
  }
}

/** An answer that makes no sense may be one that a gateway cut short and ended politely: the next one may be whole. */
function mayPass(error: AppError): boolean {
  return error.retry !== 'never' || error.code === 'source/wrong-answer';
}
