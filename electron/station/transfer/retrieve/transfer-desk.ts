import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { SourceId, TransferId } from '../../../../shared/model/ids.ts';
import type { TransferRank } from '../../../../shared/model/transfer.ts';
import { ProgressMeter } from '../../kernel/progress-meter.ts';
import type { Pace } from '../../kernel/progress-meter.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import { Breaker, isOfTheSource } from './breaker.ts';
import { asRecall } from './recall.ts';
import { freshCounts } from './running-transfer.ts';
import type { Running } from './running-transfer.ts';
import type { TransferDeskOptions } from './transfer-desk-options.ts';
import { TransferEnding } from './transfer-ending.ts';
import type { TransferEnd } from './transfer-run.ts';
import { rankNumber, TransferTable } from './transfer-table.ts';
import type { NewTransfer, TransferCounts, TransferRecord } from './transfer-table.ts';

/** Transfers of one source at once, where its settings allow as many connections. */
const MOST_AT_ONCE = 2;
/** Ranks that somebody waits for: on the glass, and the open study. */
const AT_ONCE = 1;
const SAVE_EVERY_MS = 1000;
/** Without room it is looked again after so long. */
const FULL_MS = 5000;
/** Something is looked at again after so long, whatever the clock says. */
const LONGEST_SLEEP_MS = 60_000;

export type { RunHooks, TransferDeskOptions } from './transfer-desk-options.ts';

/**
 * Decides what is fetched when. Rows survive a crash; at each source the one of the highest rank goes, and one of a higher rank makes
 * a lower one give its place between two objects. A source that fails is left alone for a while.
 */
export class TransferDesk {
  /** Rows that changed. */
  readonly onChanged = new Emitter<TransferId>();
  /** One came to its end, well or not. */
  readonly onEnded = new Emitter<TransferRecord>();
  readonly table: TransferTable;
  readonly #options: TransferDeskOptions;
  readonly #running = new Map<TransferId, Running>();
  readonly #breakers = new Map<SourceId, { readonly breaker: Breaker; readonly of: string }>();
  readonly #ending: TransferEnding;
  readonly #tried = new Map<TransferId, { readonly at: string; readonly bytes: number }>();
  #started = false;
  #noRoom = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: TransferDeskOptions) {
    this.#options = options;
    this.table = new TransferTable(options.db);
    this.#ending = new TransferEnding({ ...options, table: this.table });
  }

  /** Again is harmless. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.table.takeBack();
    this.#fill();
  }

  /** Running ones give up what is half here and go on at the next start. */
  async close(): Promise<void> {
    this.#started = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const running = [...this.#running.values()];
    for (const one of running) one.run?.stop();
    await Promise.all(running.map(({ ended }) => ended));
  }

  /** A study or series that is asked for already is lifted where the new rank is higher; another source of it is remembered. */
  ask(wanted: NewTransfer): TransferId {
    const { commands, personId, clock } = this.#options;
    const known = this.table.openOne(wanted.studyUid, wanted.seriesUid);
    if (known !== null) {
      if (known.sourceId !== wanted.sourceId && !known.others.includes(wanted.sourceId)) {
        this.table.setOthers(known.transferId, known.sourceId, [...known.others, wanted.sourceId]);
      }
      this.#lift(known, rankNumber(wanted.rank), null);
      return known.transferId;
    }
    const detail = { rank: wanted.rank, series: wanted.seriesUid === null ? 'all' : 'one' };
    const transferId = commands.run({ name: 'transfer.ask', personId, subject: wanted.sourceId, detail }, () =>
      this.table.insert(wanted, personId, clock.nowIso()),
    );
    if (rankNumber(wanted.rank) <= AT_ONCE) this.#breakers.get(wanted.sourceId)?.breaker.hurry();
    this.#changed(transferId);
    return transferId;
  }

  /** False: nothing of the study is to be fetched. */
  lift(studyUid: string, seriesUid: string | null, rank: TransferRank): boolean {
    const rows = this.table.openOfStudy(studyUid);
    const row = rows.find((one) => one.seriesUid === seriesUid) ?? rows.find((one) => one.seriesUid === null) ?? null;
    if (row === null) return false;
    this.#lift(row, rankNumber(rank), row.seriesUid === null ? seriesUid : null);
    return true;
  }

  pause(transferId: TransferId): void {
    this.#end(transferId, 'paused');
  }

  /** @throws AppError job/unknown */
  resume(transferId: TransferId): void {
    const row = this.#require(transferId);
    if (row.state !== 'paused' && row.state !== 'resting') return;
    this.table.setState(transferId, 'waiting');
    this.#breakers.get(row.sourceId)?.breaker.hurry();
    this.#changed(transferId);
  }

  cancel(transferId: TransferId): void {
    this.#end(transferId, 'cancelled');
  }

  /** A source was added, changed, paused or removed. */
  sourcesChanged(): void {
    const known = new Map(this.#options.sources().map((one) => [one.sourceId, one]));
    for (const one of this.#running.values()) {
      const source = known.get(one.sourceId);
      if (source === undefined) {
        one.becomes = 'cancelled';
        one.run?.stop();
      } else if (source.paused || (one.rank > AT_ONCE && this.#isMetered(one.sourceId))) one.run?.yield();
    }
    this.#fill();
  }

  /** There is room again, or a line may be used again. */
  wake(): void {
    this.#fill();
  }

  /** Why one that waits does not begin though its turn may have come; null: nothing of that kind. */
  heldBy(record: TransferRecord): 'source/metered' | 'source/quota' | null {
    if (record.state !== 'waiting') return null;
    if (record.rank > AT_ONCE && this.#isMetered(record.sourceId)) return 'source/metered';
    return this.#noRoom ? 'source/quota' : null;
  }

  /** Bytes a second and time left of one that runs. */
  paceOf(transferId: TransferId): Pace {
    return this.#running.get(transferId)?.pace ?? { rate: null, timeLeft: null };
  }

  countsOf(record: TransferRecord): TransferCounts {
    const running = this.#running.get(record.transferId);
    return running === undefined ? record.counts : freshCounts(running);
  }

  /** Since when it was first tried, UTC, where nothing has come since; null: something came, or its turn has not come. */
  nothingSince(record: TransferRecord): string | null {
    const tried = this.#tried.get(record.transferId);
    return tried !== undefined && this.countsOf(record).bytes === tried.bytes ? tried.at : null;
  }

  /** Why a source is left alone now; null: it is not. */
  troubleOf(sourceId: SourceId): AppError | null {
    return this.#breakers.get(sourceId)?.breaker.error ?? null;
  }

  /** The same, with the milliseconds until it is tried again; null: it is being tried, or all is well. */
  restOf(sourceId: SourceId): { readonly ms: number; readonly error: string } | null {
    const breaker = this.#breakers.get(sourceId)?.breaker;
    const wait = breaker?.wait ?? 0;
    if (breaker === undefined || breaker.error === null || wait === 0) return null;
    return { ms: wait, error: breaker.error.code };
  }

  /** A person says that the source is to be tried now, with everything of it that rests after a failure. */
  tryNow(sourceId: SourceId): void {
    this.table.wakeSource(sourceId);
    this.#breakers.get(sourceId)?.breaker.hurry();
    this.#fill();
  }

  /** Resolves when it is finished, or when it could not go on and waits. @throws AppError job/unknown */
  async wait(transferId: TransferId): Promise<TransferRecord> {
    const hasStopped = ({ state, error }: TransferRecord): boolean =>
      (state !== 'running' && state !== 'waiting') || (state === 'waiting' && error !== null);
    for (let row = this.#require(transferId); ; row = this.#require(transferId)) {
      if (hasStopped(row)) return row;
      await new Promise<void>((resolve) => {
        const stop = this.onChanged.on((changed) => {
          if (changed !== transferId) return;
          stop();
          resolve();
        });
      });
    }
  }

  #require(transferId: TransferId): TransferRecord {
    const row = this.table.find(transferId);
    if (row === null) throw new AppError('job/unknown', 'there is no such transfer');
    return row;
  }

  #lift(row: TransferRecord, rank: number, firstSeries: string | null): void {
    this.table.lift(row.transferId, rank, firstSeries);
    // A click does not wait for the end of a rest, and what failed before is forgotten.
    const failedBefore = row.state === 'resting' || (row.state === 'waiting' && row.error !== null);
    if (rank <= AT_ONCE) {
      if (failedBefore) this.table.setState(row.transferId, 'waiting');
      this.#breakers.get(row.sourceId)?.breaker.hurry();
    }
    const running = this.#running.get(row.transferId);
    if (running !== undefined) {
      running.rank = Math.min(running.rank, rank);
      running.run?.reorder();
    }
    this.#changed(row.transferId);
  }

  #end(transferId: TransferId, becomes: 'paused' | 'cancelled'): void {
    const row = this.#require(transferId);
    const running = this.#running.get(transferId);
    if (running !== undefined) {
      running.becomes = becomes;
      running.run?.stop();
      return;
    }
    if (!['waiting', 'resting', 'paused'].includes(row.state)) return;
    const endedAt = this.#options.clock.nowIso();
    this.table.setState(transferId, becomes, becomes === 'cancelled' ? { endedAt } : {});
    this.#changed(transferId);
  }

  #changed(transferId: TransferId): void {
    this.onChanged.emit(transferId);
    this.#fill();
  }

  /** Begins whatever may begin, and asks to give way who must. */
  #fill(): void {
    if (!this.#started) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    let sleep = LONGEST_SLEEP_MS;
    try {
      const now = Date.parse(this.#options.clock.nowIso());
      const next = this.table.wake(now);
      if (next !== null) sleep = Math.min(sleep, Math.max(1, next - now));
      for (const source of this.#options.sources()) {
        if (!source.paused) sleep = Math.min(sleep, this.#fillSource(source));
      }
    } catch (error) {
      this.#options.log.error('transfer.turn-failed', { code: asAppError(error).code });
    }
    this.#timer = setTimeout(() => this.#fill(), sleep);
  }

  /** Milliseconds after which to look again. */
  #fillSource(source: StoredSource): number {
    const breaker = this.#breakerOf(source);
    for (;;) {
      const { wait } = breaker;
      if (wait === null) return LONGEST_SLEEP_MS;
      if (wait > 0) return wait;
      const next = this.table.next(source.sourceId, this.#isMetered(source.sourceId) ? AT_ONCE : undefined);
      if (next === null) return LONGEST_SLEEP_MS;
      const wasFull = this.#noRoom;
      this.#noRoom = this.#options.isFull?.() === true;
      if (wasFull !== this.#noRoom) this.onChanged.emit(next.transferId);
      if (this.#noRoom) return FULL_MS;
      const running = [...this.#running.values()].filter(({ sourceId }) => sourceId === source.sourceId);
      const inDoubt = breaker.error !== null;
      if (running.length < (inDoubt ? 1 : placesOf(source))) {
        breaker.begin();
        this.#begin(next);
        continue;
      }
      this.#makeWay(running, next.rank);
      return LONGEST_SLEEP_MS;
    }
  }

  #isNearline(record: TransferRecord): boolean {
    return this.#options.isNearline?.(record) === true;
  }

  #isMetered(sourceId: SourceId): boolean {
    return this.#options.isMetered?.(sourceId) === true;
  }

  /** The lowest one gives its place to a higher one, between two objects. */
  #makeWay(running: readonly Running[], rank: number): void {
    if (running.some(({ run }) => run?.isYielding === true)) return;
    const lowest = running.reduce<Running | null>(
      (low, one) => (low === null || one.rank > low.rank ? one : low),
      null,
    );
    if (lowest !== null && lowest.rank > rank) lowest.run?.yield();
  }

  #breakerOf(source: StoredSource): Breaker {
    const known = this.#breakers.get(source.sourceId);
    // Other settings are another door.
    if (known?.of === source.changedAt) return known.breaker;
    const breaker = new Breaker(() => this.#options.clock.monotonic(), this.#options.random);
    this.#breakers.set(source.sourceId, { breaker, of: source.changedAt });
    return breaker;
  }

  #begin(record: TransferRecord): void {
    const { transferId, sourceId, rank, counts } = record;
    this.table.setState(transferId, 'running');
    if (!this.#tried.has(transferId)) {
      this.#tried.set(transferId, { at: this.#options.clock.nowIso(), bytes: counts.bytes });
    }
    const running: Running = {
      ...{ transferId, sourceId, rank, counts, run: null, becomes: null, savedAt: Number.NEGATIVE_INFINITY },
      ...{ pace: { rate: null, timeLeft: null }, meter: new ProgressMeter(), ended: Promise.resolve(), stale: false },
    };
    this.#running.set(transferId, running);
    running.ended = this.#run(record, running)
      .catch((error: unknown): TransferEnd => ({ kind: 'failed', error: asAppError(error) }))
      .then((end) => this.#settle(record, running, end))
      .catch((error: unknown) => this.#unsettled(transferId, asAppError(error)))
      .finally(() => {
        this.#running.delete(transferId);
        this.#changed(transferId);
      });
    this.onChanged.emit(transferId);
  }

  async #run(record: TransferRecord, running: Running): Promise<TransferEnd> {
    const { transferId } = record;
    const run = await this.#options.makeRun(record, {
      onBytes: (bytes) => {
        this.#options.onBytes?.(running.sourceId, bytes);
        this.#progress(running, { bytes: running.counts.bytes + bytes });
      },
      onCounts: (counts) => this.#progress(running, counts),
      onStored: () => {
        running.stale = true;
      },
      firstSeries: () => this.table.find(transferId)?.firstSeries ?? null,
      firstIsHere: () => {
        this.table.settleFirst(transferId);
        running.rank = Math.max(running.rank, 1);
        this.#fill();
      },
    });
    running.run = run;
    if (!this.#started || running.becomes !== null) run.stop();
    return run.run();
  }

  #progress(running: Running, change: Partial<TransferCounts>): void {
    running.counts = { ...running.counts, ...change };
    const now = this.#options.clock.monotonic();
    if (now - running.savedAt < SAVE_EVERY_MS / 4) return;
    running.savedAt = now;
    const { received, expected, bytes } = freshCounts(running);
    running.pace = running.meter.add(now, {
      doneCount: received,
      totalCount: expected,
      doneBytes: bytes,
      totalBytes: null,
    });
    this.onChanged.emit(running.transferId);
  }

  async #settle(record: TransferRecord, { counts, becomes }: Running, ended: TransferEnd): Promise<void> {
    const isSilent = counts.bytes === record.counts.bytes && this.#isNearline(record);
    const end = isSilent ? asRecall(ended) : ended;
    const breaker = this.#breakers.get(record.sourceId)?.breaker;
    if (end.kind === 'failed' && isOfTheSource(end.error)) breaker?.failed(end.error);
    else if (end.kind === 'done' || end.kind === 'failed') breaker?.succeeded();
    if (end.kind === 'done') this.#options.onSight?.(record.sourceId, null);
    if (end.kind === 'failed' && isOfTheSource(end.error)) this.#options.onSight?.(record.sourceId, end.error);
    // Somebody may have named another source of it meanwhile.
    const now = this.table.find(record.transferId) ?? record;
    if (await this.#ending.write(now, { counts, becomes, end })) {
      this.#tried.delete(record.transferId);
      this.onEnded.emit(now);
    }
  }

  /** How it ended could not be written. Nobody may wait for it; the next start takes it up. */
  #unsettled(transferId: TransferId, error: AppError): void {
    this.#options.log.error('transfer.not-settled', { transferId, code: error.code });
    try {
      this.table.setState(transferId, 'paused', { error });
    } catch (again) {
      this.#options.log.error('transfer.not-settled', { transferId, code: asAppError(again).code });
    }
  }
}

function placesOf({ settings }: StoredSource): number {
  const most = settings.kind === 'dicomweb' ? settings.parallel : settings.maxAssociations;
  return Math.min(MOST_AT_ONCE, most);
}
