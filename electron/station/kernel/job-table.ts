import { z } from 'zod';
import { toWire, WireError } from '../../../shared/errors/app-error.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { JobId, PersonId } from '../../../shared/model/ids.ts';
import { JobState } from '../../../shared/model/job.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';
import type { Db } from './sqlite.ts';

const Counts = z.strictObject({
  doneCount: z.number(),
  totalCount: z.number().nullable(),
  doneBytes: z.number(),
  totalBytes: z.number().nullable(),
});
export type JobCounts = Readonly<z.infer<typeof Counts>>;

const NO_COUNTS: JobCounts = { doneCount: 0, totalCount: null, doneBytes: 0, totalBytes: null };

const Row = z.object({
  job_id: JobId,
  kind: z.string(),
  payload: z.string(),
  state: JobState,
  priority: z.number(),
  attempts: z.number().int(),
  max_attempts: z.number().int(),
  not_before: z.string().nullable(),
  progress: z.string().nullable(),
  result: z.string().nullable(),
  error: z.string().nullable(),
  created_by: PersonId,
});

export interface JobRecord {
  readonly jobId: JobId;
  readonly kind: string;
  /** JSON text; checked against the schema of its kind when it is about to run. */
  readonly payload: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly notBefore: string | null;
  readonly counts: JobCounts;
  /** JSON text. */
  readonly result: string | null;
  readonly error: WireError | null;
  readonly personId: PersonId;
}

export interface NewJob {
  readonly jobId: JobId;
  readonly kind: string;
  readonly payload: string;
  readonly priority: number;
  readonly maxAttempts: number;
  readonly personId: PersonId;
}

/** The rows of stored jobs. Every method is one statement, or a part of the transaction it is called in. */
export class JobTable {
  readonly #db: Db;
  readonly #faults: FaultPoints;

  constructor(db: Db, faults: FaultPoints = NO_FAULTS) {
    this.#db = db;
    this.#faults = faults;
  }

  insert(job: NewJob, now: string): void {
    const insert = this.#db.prepare(
      `INSERT INTO job (job_id, kind, payload, state, priority, max_attempts, created_by, created_at, updated_at)
         VALUES (@jobId, @kind, @payload, 'waiting', @priority, @maxAttempts, @personId, @now, @now)`,
    );
    this.#faults.around('job insert', () => insert.run({ ...job, now }));
  }

  find(jobId: JobId): JobRecord | null {
    const row = this.#db.prepare('SELECT * FROM job WHERE job_id = ?').get(jobId);
    return row === undefined ? null : toRecord(row);
  }

  /** Newest first. */
  list(limit: number): readonly JobRecord[] {
    return this.#db.prepare('SELECT * FROM job ORDER BY seq DESC LIMIT ?').all(limit).map(toRecord);
  }

  /** Waiting jobs in the order they should run. */
  waiting(): readonly JobRecord[] {
    return this.#db.prepare("SELECT * FROM job WHERE state = 'waiting' ORDER BY priority, seq").all().map(toRecord);
  }

  /** Jobs that say they run but whose lease ended before `now`; all of them when `now` is null. */
  abandoned(now: string | null): readonly JobRecord[] {
    return this.#db
      .prepare("SELECT * FROM job WHERE state = 'running' AND (? IS NULL OR lease_until < ?)")
      .all(now, now)
      .map(toRecord);
  }

  claim(jobId: JobId, leaseUntil: string, now: string): void {
    const update = this.#db.prepare(
      `UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = ?, not_before = NULL, error = NULL,
         updated_at = ? WHERE job_id = ? AND state = 'waiting'`,
    );
    this.#faults.around('job claim', () => update.run(leaseUntil, now, jobId));
  }

  renew(jobId: JobId, leaseUntil: string): void {
    this.#db.prepare("UPDATE job SET lease_until = ? WHERE job_id = ? AND state = 'running'").run(leaseUntil, jobId);
  }

  saveCounts(jobId: JobId, counts: JobCounts, now: string): void {
    const update = this.#db.prepare('UPDATE job SET progress = ?, updated_at = ? WHERE job_id = ?');
    this.#faults.around('job progress', () => update.run(JSON.stringify(counts), now, jobId));
  }

  /** Back to waiting; `spent` false gives the attempt back. `error` says what it waits for. */
  putBack(
    jobId: JobId,
    options: { readonly spent: boolean; readonly notBefore: string | null; readonly error?: AppError },
    now: string,
  ): void {
    const error = options.error === undefined ? null : JSON.stringify(toWire(options.error));
    this.#db
      .prepare(
        `UPDATE job SET state = 'waiting', lease_until = NULL, not_before = ?, attempts = attempts - ?, error = ?,
         updated_at = ?
         WHERE job_id = ?`,
      )
      .run(options.notBefore, options.spent ? 0 : 1, error, now, jobId);
  }

  finish(
    jobId: JobId,
    end: { readonly state: 'done' | 'failed' | 'cancelled'; readonly result?: string; readonly error?: AppError },
    now: string,
  ): void {
    const update = this.#db.prepare(
      'UPDATE job SET state = ?, lease_until = NULL, not_before = NULL, result = ?, error = ?, updated_at = ? WHERE job_id = ?',
    );
    const error = end.error === undefined ? null : JSON.stringify(toWire(end.error));
    this.#faults.around('job finish', () => update.run(end.state, end.result ?? null, error, now, jobId));
  }
}

export function isFinished(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

export function toProgress(
  job: JobRecord,
  pace: { readonly rate: number | null; readonly timeLeft: number | null } = { rate: null, timeLeft: null },
): JobProgress {
  const { jobId, kind, state, counts, error } = job;
  return { jobId, kind, state, ...counts, ...pace, error };
}

function toRecord(raw: unknown): JobRecord {
  const row = Row.parse(raw);
  return {
    jobId: row.job_id,
    kind: row.kind,
    payload: row.payload,
    state: row.state,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    notBefore: row.not_before,
    counts: row.progress === null ? NO_COUNTS : Counts.parse(JSON.parse(row.progress)),
    result: row.result,
    error: row.error === null ? null : WireError.parse(JSON.parse(row.error)),
    personId: row.created_by,
  };
}
