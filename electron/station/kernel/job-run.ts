import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import type { JobId } from '../../../shared/model/ids.ts';
import type { JobCounts } from './job-table.ts';
import type { Json } from './json.ts';
import type { Clock } from './ports.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { Pace } from './progress-meter.ts';

export interface JobContext {
  readonly jobId: JobId;
  /** Aborted when somebody cancels, or when the station stops. */
  readonly signal: AbortSignal;
  /** As often as you like: it is written and sent about four times a second. */
  report(counts: JobCounts): void;
}

export type RunEnd = { readonly ok: true; readonly result: Json } | { readonly ok: false; readonly error: AppError };

/** Why a run was asked to stop. */
export type StopReason = 'cancel' | 'drain';

const REPORT_EVERY_MS = 250;

/** One attempt at one job: its signal, its throttled progress, and how it ended. */
export class JobRun {
  readonly jobId: JobId;
  readonly kind: string;
  readonly #controller = new AbortController();
  readonly #meter = new ProgressMeter();
  readonly #clock: Clock;
  readonly #onReport: (counts: JobCounts, pace: Pace) => void;
  #stopped: StopReason | null = null;
  #lastReport = Number.NEGATIVE_INFINITY;
  #latest: JobCounts | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    job: { readonly jobId: JobId; readonly kind: string },
    clock: Clock,
    onReport: (counts: JobCounts, pace: Pace) => void,
  ) {
    this.jobId = job.jobId;
    this.kind = job.kind;
    this.#clock = clock;
    this.#onReport = onReport;
  }

  get stopped(): StopReason | null {
    return this.#stopped;
  }

  /** The first reason stands. */
  stop(reason: StopReason): void {
    this.#stopped ??= reason;
    this.#controller.abort(new AppError('job/cancelled', 'the job was asked to stop', { context: { reason } }));
  }

  /** Never rejects: however the work ends, that is its end. */
  async run(work: (context: JobContext) => Promise<Json>): Promise<RunEnd> {
    const report = (counts: JobCounts): void => this.#report(counts);
    try {
      const result = await work({ jobId: this.jobId, signal: this.#controller.signal, report });
      return { ok: true, result };
    } catch (error) {
      return { ok: false, error: asAppError(error) };
    } finally {
      this.#flush();
    }
  }

  #report(counts: JobCounts): void {
    this.#latest = counts;
    const wait = REPORT_EVERY_MS - (this.#clock.monotonic() - this.#lastReport);
    if (wait <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#latest === null) return;
    const counts = this.#latest;
    this.#latest = null;
    const now = this.#clock.monotonic();
    this.#lastReport = now;
    this.#onReport(counts, this.#meter.add(now, counts));
  }
}
