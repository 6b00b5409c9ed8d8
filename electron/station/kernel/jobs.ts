import { z } from 'zod';
import { AppError, asAppError, fromWire, toWire } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { JobId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import type { FaultPoints } from './fault-points.ts';
import { newId } from './ids.ts';
import { JobRun } from './job-run.ts';
import type { JobContext, RunEnd } from './job-run.ts';
import { isFinished, JobTable, toProgress } from './job-table.ts';
import type { JobRecord } from './job-table.ts';
import type { Json } from './json.ts';
import type { Clock, Log } from './ports.ts';
import type { Pace } from './progress-meter.ts';
import { databaseError, isDriverError, withoutWaiting } from './sqlite.ts';
import type { Db } from './sqlite.ts';

export type { JobContext } from './job-run.ts';
export type { JobCounts } from './job-table.ts';
export type { Json } from './json.ts';

export interface JobDefinition<T> {
  readonly payload: z.ZodType<T>;
  readonly maxAttempts: number;
  /** Jobs of this kind that may run at once; 1 when absent. Kinds run beside each other. */
  readonly concurrency?: number;
  /** On a full disk it waits, as often as it takes, instead of failing. */
  readonly waitsForRoom?: boolean;
  /**
   * Must be safe to begin again: after a crash it is. Stop soon after `context.signal` aborts. An expected AppError whose
   * retry hint is not 'never' is tried again, up to `maxAttempts`; any other failure ends the job.
   */
  run(context: JobContext, payload: T): Promise<Json>;
}

export interface JobsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /** First wait after a failed attempt, milliseconds; doubles with each, up to ten minutes. */
  readonly backOffMs?: number;
  readonly faults?: FaultPoints;
  /** Hears the code of every failed attempt before it is written down. */
  readonly onFailure?: (code: string) => void;
  /** Throws where no job may be stored. */
  readonly guard?: () => void;
}

interface Kind {
  readonly maxAttempts: number;
  readonly concurrency: number;
  readonly waitsForRoom: boolean;
  readonly run: (context: JobContext, payload: unknown) => Promise<Json>;
}

const StoredJson = z.json();
const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 10_000;
const LONGEST_BACK_OFF_MS = 600_000;
/** First waits after which a job that waits for room looks again. */
const ROOM_TRIES = 5;
const LISTED = 200;
const DRAIN_MS = 10_000;

/** Stored work: survives a crash, tries a bounded number of times, shows its progress, can be cancelled. */
export class Jobs {
  /** Every change of state at once; counts about four times a second. */
  readonly onProgress = new Emitter<JobProgress>();
  readonly #db: Db;
  readonly #table: JobTable;
  readonly #clock: Clock;
  readonly #log: Log | null;
  readonly #backOffMs: number;
  readonly #onFailure: (code: string) => void;
  readonly #kinds = new Map<string, Kind>();
  readonly #running = new Map<JobId, { readonly run: JobRun; readonly ended: Promise<void> }>();
  /** What the disk took no word of: how these jobs stand for everybody who asks, whatever their rows say. */
  readonly #unwritten = new Map<JobId, JobRecord>();
  readonly #allow: () => void;
  #started = false;
  #wake: NodeJS.Timeout | null = null;
  #renewal: NodeJS.Timeout | null = null;

  constructor(options: JobsOptions) {
    this.#db = options.db;
    this.#table = new JobTable(options.db, options.faults);
    this.#clock = options.clock;
    this.#log = options.log ?? null;
    this.#backOffMs = options.backOffMs ?? 1000;
    this.#onFailure = options.onFailure ?? (() => undefined);
    this.#allow = options.guard ?? (() => undefined);
  }

  define<T>(kind: string, definition: JobDefinition<T>): void {
    if (this.#kinds.has(kind)) throw new AppError('internal/bug', `job kind ${kind} is defined twice`);
    const { maxAttempts, concurrency = 1, waitsForRoom = false } = definition;
    const run = async (context: JobContext, payload: unknown): Promise<Json> => {
      const parsed = definition.payload.safeParse(payload);
      if (!parsed.success) throw badPayload(kind);
      return await definition.run(context, parsed.data);
    };
    this.#kinds.set(kind, { maxAttempts, concurrency, waitsForRoom, run });
  }

  /**
   * Stores a job. Inside a running transaction it becomes part of it. Lower `priority` runs first; 100 when absent.
   */
  enqueue(kind: string, payload: Json, options: { readonly personId: PersonId; readonly priority?: number }): JobId {
    this.#allow();
    const { maxAttempts } = this.#kindOf(kind);
    const jobId = JobId.parse(newId());
    const { personId, priority = 100 } = options;
    const job = { jobId, kind, payload: JSON.stringify(payload), priority, maxAttempts, personId };
    this.#table.insert(job, this.#clock.nowIso());
    // Later: the transaction that this is part of may still be undone, and listeners need not be met in it.
    setImmediate(() => {
      this.#guard(() => {
        this.#emitStored(jobId);
        this.#fill();
      });
    });
    return jobId;
  }

  /** Cancelling what is finished is harmless. Throws `job/unknown`. */
  cancel(jobId: JobId): void {
    const running = this.#running.get(jobId);
    if (running !== undefined) {
      running.run.stop('cancel');
      return;
    }
    if (isFinished(this.#require(jobId).state)) return;
    this.#table.finish(jobId, { state: 'cancelled', error: cancelled() }, this.#clock.nowIso());
    this.#unwritten.delete(jobId);
    this.#emitStored(jobId);
  }

  /** The newest jobs first, two hundred at most. */
  list(): readonly JobProgress[] {
    return this.#table.list(LISTED).map((job) => toProgress(this.#unwritten.get(job.jobId) ?? job));
  }

  /**
   * What a finished job gave; null while it is not finished. A failed one throws its error; a cancelled one gives what it
   * had done by then, or throws `job/cancelled`.
   */
  result(jobId: JobId): Json {
    const job = this.#require(jobId);
    if (!isFinished(job.state)) return null;
    if (job.result !== null) return StoredJson.parse(JSON.parse(job.result));
    throw job.error === null ? new AppError('internal/bug', 'a finished job has no result') : fromWire(job.error);
  }

  /** Resolves when the job is finished, to what `result` gives. */
  async wait(jobId: JobId): Promise<Json> {
    if (!isFinished(this.#require(jobId).state)) {
      await new Promise<void>((resolve) => {
        const stop = this.onProgress.on((progress) => {
          if (progress.jobId !== jobId || !isFinished(progress.state)) return;
          stop();
          resolve();
        });
      });
    }
    return this.result(jobId);
  }

  /** Begins to run jobs. Define every kind before. */
  start(): void {
    this.#started = true;
    // The store has one opener: whatever says that it runs was left by a process that died.
    this.#takeBack(this.#table.abandoned(null));
    this.#renewal = setInterval(() => this.#guard(() => this.#renewLeases()), RENEW_EVERY_MS);
    this.#fill();
  }

  /**
   * Stops: running jobs are asked to end and go back to waiting, without losing an attempt. One that has not ended within
   * ten seconds is left behind; the next start takes it back.
   */
  async drain(): Promise<void> {
    this.#started = false;
    if (this.#wake !== null) clearTimeout(this.#wake);
    if (this.#renewal !== null) clearInterval(this.#renewal);
    const running = [...this.#running.values()];
    for (const { run } of running) run.stop('drain');
    await withinTime(Promise.all(running.map(({ ended }) => ended)), DRAIN_MS);
  }

  /** For work that a timer calls: nobody is there to catch, and a failed turn must not end the station. */
  #guard(work: () => void): void {
    if (!this.#started) return;
    try {
      work();
    } catch (error) {
      this.#log?.error('job.turn-failed', { code: asAppError(error).code });
    }
  }

  /** Starts every job that is due and has room. */
  #fill(): void {
    if (!this.#started) return;
    if (this.#wake !== null) clearTimeout(this.#wake);
    this.#wake = null;
    const now = Date.parse(this.#clock.nowIso());
    let next = Number.POSITIVE_INFINITY;
    for (const job of this.#table.waiting()) {
      const kind = this.#kinds.get(job.kind);
      if (kind === undefined) continue;
      const wait = waitOf(job, now);
      if (wait > 0) next = Math.min(next, wait);
      else if (this.#runningOf(job.kind) < kind.concurrency) this.#begin(job, kind);
    }
    if (Number.isFinite(next)) this.#wake = setTimeout(() => this.#guard(() => this.#fill()), next);
  }

  #begin(job: JobRecord, kind: Kind): void {
    try {
      this.#table.claim(job.jobId, this.#leaseEnd(), this.#clock.nowIso());
    } catch (error) {
      // Said once; tried again with each renewal of the leases.
      if (this.#unwritten.has(job.jobId)) return;
      this.#endUnwritten(job, error);
      this.#emitStored(job.jobId);
      return;
    }
    this.#unwritten.delete(job.jobId);
    const run = new JobRun(job, this.#clock, (counts, pace) => {
      this.#guard(() => {
        // Where it stood is no promise: a power cut may take back what was said last.
        withoutWaiting(this.#db, () => this.#table.saveCounts(job.jobId, counts, this.#clock.nowIso()));
        this.#emitStored(job.jobId, pace);
      });
    });
    // The work begins after this turn, when the run is in the map and can be cancelled.
    const ended = Promise.resolve()
      .then(() => run.run((context) => kind.run(context, parsePayload(job))))
      .then((end) => this.#settle(job, run, end))
      .catch((error: unknown) =>
        this.#log?.error('job.not-settled', { jobId: job.jobId, code: asAppError(error).code }),
      );
    this.#running.set(job.jobId, { run, ended });
    this.#emitStored(job.jobId);
  }

  #settle(claimed: JobRecord, run: JobRun, end: RunEnd): void {
    this.#running.delete(claimed.jobId);
    let job = claimed;
    try {
      job = this.#require(claimed.jobId);
      this.#writeEnd(job, run, end);
    } catch (error) {
      // The row still says that it runs: the end of its lease, or the next start, brings it back.
      if (run.stopped === 'drain') throw error;
      this.#endUnwritten(job, error);
    }
    this.#emitStored(job.jobId);
    this.#fill();
  }

  #writeEnd(job: JobRecord, run: JobRun, end: RunEnd): void {
    const now = this.#clock.nowIso();
    if (end.ok) {
      const state = run.stopped === 'cancel' ? 'cancelled' : 'done';
      this.#table.finish(job.jobId, { state, result: JSON.stringify(end.result) }, now);
    } else if (run.stopped === 'cancel') {
      this.#table.finish(job.jobId, { state: 'cancelled', error: cancelled() }, now);
    } else if (run.stopped === 'drain') {
      this.#table.putBack(job.jobId, { spent: false, notBefore: null }, now);
    } else {
      this.#failed(job, end.error);
    }
  }

  /** The disk takes no word of how a job goes on: nobody may wait for one. */
  #endUnwritten(job: JobRecord, cause: unknown): void {
    const { code } = isDriverError(cause) ? databaseError(cause) : asAppError(cause);
    this.#log?.error('job.end-unwritten', { jobId: job.jobId, code });
    const waits = code === 'disk/full' && (this.#kinds.get(job.kind)?.waitsForRoom ?? false);
    const error = new AppError(code, 'how the work stands could not be written', { retry: waits ? 'later' : 'never' });
    this.#unwritten.set(job.jobId, { ...job, state: waits ? 'waiting' : 'failed', result: null, error: toWire(error) });
    this.#onFailure(code);
  }

  #failed(job: JobRecord, error: AppError): void {
    const now = this.#clock.nowIso();
    this.#log?.warn('job.failed', { jobId: job.jobId, kind: job.kind, attempt: job.attempts, code: error.code });
    this.#onFailure(error.code);
    if (error.code === 'disk/full' && this.#kindOf(job.kind).waitsForRoom) {
      const notBefore = new Date(Date.parse(now) + ROOM_TRIES * this.#backOffMs).toISOString();
      this.#table.putBack(job.jobId, { spent: false, notBefore, error }, now);
      return;
    }
    if (error.family !== 'expected' || error.retry === 'never' || job.attempts >= job.maxAttempts) {
      this.#table.finish(job.jobId, { state: error.family === 'cancelled' ? 'cancelled' : 'failed', error }, now);
      return;
    }
    const wait = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2 ** (job.attempts - 1));
    this.#table.putBack(job.jobId, { spent: true, notBefore: new Date(Date.parse(now) + wait).toISOString() }, now);
  }

  /** What died with its process waits again; a job that died in its last attempt may be what kills, and fails. */
  #takeBack(jobs: readonly JobRecord[]): void {
    for (const job of jobs) {
      if (this.#running.has(job.jobId)) continue;
      this.#log?.warn('job.taken-back', { jobId: job.jobId, kind: job.kind, attempt: job.attempts });
      if (job.attempts >= job.maxAttempts) {
        const known = this.#unwritten.get(job.jobId)?.error ?? null;
        const error = known === null ? died() : fromWire(known);
        this.#table.finish(job.jobId, { state: 'failed', error }, this.#clock.nowIso());
      } else {
        this.#table.putBack(job.jobId, { spent: true, notBefore: null }, this.#clock.nowIso());
      }
      this.#unwritten.delete(job.jobId);
      this.#emitStored(job.jobId);
    }
  }

  #renewLeases(): void {
    const renew = this.#db.transaction(() => {
      for (const jobId of this.#running.keys()) this.#table.renew(jobId, this.#leaseEnd());
    });
    withoutWaiting(this.#db, () => renew());
    this.#takeBack(this.#table.abandoned(this.#clock.nowIso()));
    this.#fill();
  }

  #leaseEnd(): string {
    return new Date(Date.parse(this.#clock.nowIso()) + LEASE_MS).toISOString();
  }

  #runningOf(kind: string): number {
    return [...this.#running.values()].filter(({ run }) => run.kind === kind).length;
  }

  #emitStored(jobId: JobId, pace?: Pace): void {
    const job = this.#find(jobId);
    if (job !== null) this.onProgress.emit(toProgress(job, pace));
  }

  #require(jobId: JobId): JobRecord {
    const job = this.#find(jobId);
    if (job === null) throw new AppError('job/unknown', 'there is no such job');
    return job;
  }

  #find(jobId: JobId): JobRecord | null {
    return this.#unwritten.get(jobId) ?? this.#table.find(jobId);
  }

  #kindOf(kind: string): Kind {
    const known = this.#kinds.get(kind);
    if (known === undefined) throw new AppError('internal/bug', `job kind ${kind} is not defined`);
    return known;
  }
}

async function withinTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** Milliseconds until a job is due. A wait longer than any we give means that the clock was set back. */
function waitOf(job: JobRecord, now: number): number {
  const wait = job.notBefore === null ? 0 : Date.parse(job.notBefore) - now;
  return wait > LONGEST_BACK_OFF_MS ? 0 : wait;
}

function parsePayload(job: JobRecord): unknown {
  try {
    return JSON.parse(job.payload);
  } catch {
    throw badPayload(job.kind);
  }
}

function badPayload(kind: string): AppError {
  return new AppError('job/payload', 'the stored payload of a job does not fit its kind', { context: { kind } });
}

function died(): AppError {
  return new AppError('process/died', 'the station ended while the job ran');
}

function cancelled(): AppError {
  return new AppError('job/cancelled', 'the job was cancelled');
}
