import type { z } from 'zod';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { JobId, PersonId } from '../../../shared/model/ids.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import type { Clock, Log } from './ports.ts';
import type { Db } from './sqlite.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface JobCounts {
  readonly doneCount: number;
  readonly totalCount: number | null;
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}

export interface JobContext {
  readonly jobId: JobId;
  readonly signal: AbortSignal;
  report(counts: JobCounts): void;
}

export interface JobDefinition<T> {
  readonly payload: z.ZodType<T>;
  readonly maxAttempts: number;
  /** Jobs of this kind that may run at once; 1 when absent. Kinds run beside each other. */
  readonly concurrency?: number;
  run(context: JobContext, payload: T): Promise<Json>;
}

export interface JobsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log?: Log;
  /** First wait after a failed attempt, milliseconds; doubles with each. */
  readonly backOffMs?: number;
}

export class Jobs {
  readonly onProgress = new Emitter<JobProgress>();

  constructor(options: JobsOptions) {
    throw new Error(`not written yet ${options.db.name}`);
  }

  define<T>(kind: string, definition: JobDefinition<T>): void {
    throw new Error(`not written yet ${kind} ${definition.maxAttempts}`);
  }

  /** Inside a running transaction the job becomes part of it. Lower `priority` runs first; 100 when absent. */
  enqueue(kind: string, payload: Json, options: { readonly personId: PersonId; readonly priority?: number }): JobId {
    throw new Error(`not written yet ${kind} ${String(payload)} ${options.personId}`);
  }

  cancel(jobId: JobId): void {
    throw new Error(`not written yet ${jobId}`);
  }

  list(): readonly JobProgress[] {
    throw new Error('not written yet');
  }

  /**
   * What a finished job gave; null while it is not finished. A failed one throws its error, a cancelled one gives what it
   * had or throws `job/cancelled`.
   */
  result(jobId: JobId): Json {
    throw new Error(`not written yet ${jobId}`);
  }

  /** Resolves when the job is finished, as `result` would. */
  wait(jobId: JobId): Promise<Json> {
    throw new Error(`not written yet ${jobId}`);
  }

  /** Begins to run jobs; first takes back what a crash left running. Define every kind before. */
  start(): void {
    throw new Error('not written yet');
  }

  /** Stops: running jobs are asked to end and go back to waiting. */
  drain(): Promise<void> {
    throw new Error('not written yet');
  }
}
