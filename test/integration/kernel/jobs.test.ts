import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { Jobs } from '../../../electron/station/kernel/jobs.ts';
import type { JobContext, JobDefinition } from '../../../electron/station/kernel/jobs.ts';
import { migrate } from '../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { JobId, PersonId } from '../../../shared/model/ids.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runAndKill } from './killed-program.ts';

const by = { personId: PersonId.parse(newId()) };
const Payload = z.strictObject({ n: z.number() });
type Payload = z.infer<typeof Payload>;
type Run = JobDefinition<Payload>['run'];

async function newDb(): Promise<Db> {
  const db = openDatabase(path.join(await tempDir(), 'index.db'), randomBytes(32));
  onTestFinished(() => void db.close());
  migrate(db, indexMigrations);
  return db;
}

/** A station's jobs with one kind, "work"; drained when the test ends. */
function jobsOn(db: Db, run: Run, maxAttempts = 3): Jobs {
  const jobs = new Jobs({ db, clock: systemClock, backOffMs: 1 });
  jobs.define('work', { payload: Payload, maxAttempts, run });
  onTestFinished(() => jobs.drain());
  return jobs;
}

const stateOf = (jobs: Jobs, jobId: JobId): string | undefined => jobs.list().find((job) => job.jobId === jobId)?.state;

/** Ends when it is asked to, and not before. */
const untilAborted = ({ signal }: JobContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** Resolves as soon as the job is seen running. */
const running = (jobs: Jobs, jobId: JobId): Promise<void> =>
  new Promise((resolve) => {
    jobs.onProgress.on((progress) => {
      if (progress.jobId === jobId && progress.state === 'running') resolve();
    });
  });

describe('Jobs', () => {
  it('runs a stored job and keeps its result', async () => {
    const jobs = jobsOn(await newDb(), (_, { n }) => Promise.resolve({ twice: n * 2 }));
    const jobId = jobs.enqueue('work', { n: 21 }, by);
    expect(jobs.result(jobId)).toBeNull();
    jobs.start();
    expect(await jobs.wait(jobId)).toEqual({ twice: 42 });
    expect(jobs.list()).toMatchObject([{ jobId, kind: 'work', state: 'done', error: null }]);
  });

  it('runs the lowest priority number first, then the oldest, one of a kind at a time', async () => {
    const order: number[] = [];
    let atOnce = 0;
    const jobs = jobsOn(await newDb(), async (_, { n }) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(n);
      atOnce -= 1;
      return null;
    });
    const ids = [
      jobs.enqueue('work', { n: 3 }, by),
      jobs.enqueue('work', { n: 1 }, { ...by, priority: 5 }),
      jobs.enqueue('work', { n: 2 }, { ...by, priority: 50 }),
    ];
    jobs.start();
    await Promise.all(ids.map((id) => jobs.wait(id)));
    expect(order).toEqual([1, 2, 3]);
  });

  it('tries again what may come right, and gives up after the last attempt', async () => {
    const attempts: number[] = [];
    const jobs = jobsOn(await newDb(), (_, { n }) => {
      attempts.push(n);
      return Promise.reject(new AppError('disk/full', 'full', { retry: 'later' }));
    });
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    jobs.start();
    expect(await codeRejected(jobs.wait(jobId))).toBe('disk/full');
    expect(attempts).toEqual([1, 1, 1]);
    expect(jobs.list()[0]).toMatchObject({ state: 'failed', error: { code: 'disk/full' } });
  });

  it('F05: waits for room on a full disk where its kind does, says so, and loses no attempt', async () => {
    let isFull = true;
    const failures: string[] = [];
    const jobs = new Jobs({
      db: await newDb(),
      clock: systemClock,
      backOffMs: 1,
      onFailure: (code) => {
        failures.push(code);
        if (failures.length === 5) isFull = false;
      },
    });
    onTestFinished(() => jobs.drain());
    const run: Run = () => (isFull ? Promise.reject(new AppError('disk/full', 'full')) : Promise.resolve('stored'));
    jobs.define('work', { payload: Payload, maxAttempts: 1, waitsForRoom: true, run });
    const waits: unknown[] = [];
    jobs.onProgress.on(({ state, error }) => state === 'waiting' && waits.push(error?.code));
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    jobs.start();
    expect(await jobs.wait(jobId)).toBe('stored');
    expect(failures).toEqual(Array.from({ length: 5 }, () => 'disk/full'));
    expect(waits.filter((code) => code === 'disk/full').length).toBeGreaterThanOrEqual(5);
    expect(jobs.list()[0]).toMatchObject({ state: 'done', error: null });
  });

  it.each([
    ['an error without hope', () => new AppError('report/pdf-needs-runtime', 'no shell'), 'report/pdf-needs-runtime'],
    ['a bug', () => new TypeError('oops'), 'internal/bug'],
  ])('tries %s once only', async (_, makeError, code) => {
    let attempts = 0;
    const jobs = jobsOn(await newDb(), () => {
      attempts += 1;
      return Promise.reject(makeError());
    });
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    jobs.start();
    expect([await codeRejected(jobs.wait(jobId)), attempts]).toEqual([code, 1]);
  });

  it('checks a stored payload again before it runs', async () => {
    const db = await newDb();
    const jobs = jobsOn(db, () => Promise.resolve('ran'));
    const bad = [jobs.enqueue('work', { m: 1 }, by), jobs.enqueue('work', { n: 1 }, by)];
    db.prepare("UPDATE job SET payload = '{' WHERE job_id = ?").run(bad[1]);
    jobs.start();
    for (const jobId of bad) expect(await codeRejected(jobs.wait(jobId))).toBe('job/payload');
  });

  it('belongs to the transaction it is stored in', async () => {
    const db = await newDb();
    const jobs = jobsOn(db, () => Promise.resolve(null));
    jobs.start();
    const undone = (): void =>
      db.transaction(() => {
        jobs.enqueue('work', { n: 1 }, by);
        throw new RangeError('undo');
      })();
    expect(undone).toThrow(RangeError);
    await new Promise((resolve) => setImmediate(resolve));
    expect(jobs.list()).toEqual([]);
  });

  it('cancels a waiting job and a running one', async () => {
    const jobs = jobsOn(await newDb(), untilAborted);
    const [first, second] = [jobs.enqueue('work', { n: 1 }, by), jobs.enqueue('work', { n: 2 }, by)];
    const seen = running(jobs, first);
    jobs.start();
    await seen;
    jobs.cancel(second);
    expect(stateOf(jobs, second)).toBe('cancelled');
    jobs.cancel(first);
    expect(await codeRejected(jobs.wait(first))).toBe('job/cancelled');
    expect(await codeRejected(jobs.wait(second))).toBe('job/cancelled');
    jobs.cancel(first);
    expect(codeThrown(() => jobs.cancel(JobId.parse(newId())))).toBe('job/unknown');
  });

  it('keeps what a cancelled job had done by then', async () => {
    const jobs = jobsOn(await newDb(), async (context) => {
      await untilAborted(context).catch(() => null);
      return { imported: 3 };
    });
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    const seen = running(jobs, jobId);
    jobs.start();
    await seen;
    jobs.cancel(jobId);
    expect(await jobs.wait(jobId)).toEqual({ imported: 3 });
    expect(stateOf(jobs, jobId)).toBe('cancelled');
  });

  it('shows progress a few times a second however often it is reported, and the last counts always', async () => {
    const jobs = jobsOn(await newDb(), (context) => {
      for (let i = 1; i <= 1000; i += 1) {
        context.report({ doneCount: i, totalCount: 1000, doneBytes: i * 10, totalBytes: 10_000 });
      }
      return Promise.resolve(null);
    });
    const seen: JobProgress[] = [];
    jobs.onProgress.on((progress) => void seen.push(progress));
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    jobs.start();
    await jobs.wait(jobId);
    expect(seen.length).toBeLessThan(10);
    expect(seen.at(-1)).toMatchObject({ state: 'done', doneCount: 1000, totalBytes: 10_000 });
  });
});

/** From now on every write is refused; reading goes on. */
const refuseWrites = (db: Db, refused: boolean): void => void db.pragma(`query_only = ${refused ? 'ON' : 'OFF'}`);

describe('Jobs on a disk that takes no word of them', () => {
  it('F06: ends in memory what ran, tells everybody, and begins it again when the disk is back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const db = await newDb();
    let passed = 0;
    const clock = { ...systemClock, nowIso: () => new Date(Date.now() + passed).toISOString() };
    const failures: string[] = [];
    const jobs = new Jobs({ db, clock, backOffMs: 1, onFailure: (code) => void failures.push(code) });
    onTestFinished(() => jobs.drain());
    let runs = 0;
    const run: Run = () => {
      runs += 1;
      refuseWrites(db, runs === 1);
      return Promise.resolve(runs);
    };
    jobs.define('work', { payload: Payload, maxAttempts: 3, run });
    const seen: string[] = [];
    jobs.onProgress.on(({ state }) => void seen.push(state));
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    jobs.start();
    expect(await codeRejected(jobs.wait(jobId))).toBe('disk/read-only');
    expect(seen.at(-1)).toBe('failed');
    expect(jobs.list()).toMatchObject([{ jobId, state: 'failed', error: { code: 'disk/read-only' } }]);
    expect(failures).toEqual(['disk/read-only']);
    expect(() => jobs.cancel(jobId)).not.toThrow();
    // Nothing comes back while the disk is as it was.
    passed = 3_600_000;
    vi.advanceTimersByTime(10_000);
    expect(stateOf(jobs, jobId)).toBe('failed');
    refuseWrites(db, false);
    vi.advanceTimersByTime(10_000);
    expect(await jobs.wait(jobId)).toBe(2);
  });

  it('F06: ends in memory what cannot even begin, and the next start runs it', async () => {
    const db = await newDb();
    const jobs = jobsOn(db, () => Promise.resolve('first'));
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    refuseWrites(db, true);
    jobs.start();
    expect(await codeRejected(jobs.wait(jobId))).toBe('disk/read-only');
    refuseWrites(db, false);
    await jobs.drain();
    const next = jobsOn(db, () => Promise.resolve('second'));
    next.start();
    expect(await next.wait(jobId)).toBe('second');
  });

  it('F05: a job that waits for room waits when there is none for its end either', async () => {
    const db = await newDb();
    const jobs = new Jobs({ db, clock: systemClock });
    onTestFinished(() => jobs.drain());
    const run: Run = () => {
      db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
      return Promise.resolve('x'.repeat(100_000));
    };
    jobs.define('work', { payload: Payload, maxAttempts: 1, waitsForRoom: true, run });
    const waits = new Promise((resolve) => {
      jobs.onProgress.on(({ state, error }) => state === 'waiting' && error !== null && resolve(error.code));
    });
    jobs.enqueue('work', { n: 1 }, by);
    jobs.start();
    expect(await waits).toBe('disk/full');
  });
});

describe('Jobs over an end of the station', () => {
  it('goes on with a job that was running when the process was killed', async () => {
    const file = path.join(await tempDir(), 'index.db');
    const key = randomBytes(32);
    const [jobId] = await runAndKill('run-job.ts', [file, key.toString('hex'), by.personId], { lines: 1, afterMs: 0 });
    const db = openDatabase(file, key);
    onTestFinished(() => void db.close());
    const jobs = jobsOn(db, (_, { n }) => Promise.resolve(n));
    expect(jobs.list()).toMatchObject([{ jobId, state: 'running', doneCount: 1 }]);
    jobs.start();
    expect(await jobs.wait(JobId.parse(jobId))).toBe(4);
  });

  it('fails a job that took the process down in its last attempt', async () => {
    const db = await newDb();
    const jobs = jobsOn(db, () => Promise.resolve(null), 2);
    const jobId = jobs.enqueue('work', { n: 1 }, by);
    db.prepare("UPDATE job SET state = 'running', attempts = 2, lease_until = '2000-01-01T00:00:00.000Z'").run();
    jobs.start();
    expect(await codeRejected(jobs.wait(jobId))).toBe('process/died');
  });

  it('puts a running job back when it is drained, without costing an attempt', async () => {
    const db = await newDb();
    const first = jobsOn(db, untilAborted, 1);
    const jobId = first.enqueue('work', { n: 5 }, by);
    const seen = running(first, jobId);
    first.start();
    await seen;
    await first.drain();
    expect(stateOf(first, jobId)).toBe('waiting');
    const second = jobsOn(db, (_, { n }) => Promise.resolve(n), 1);
    second.start();
    expect(await second.wait(jobId)).toBe(5);
  });

  it('leaves a job of a kind that this program does not know', async () => {
    const db = await newDb();
    const jobId = jobsOn(db, () => Promise.resolve(null)).enqueue('work', { n: 1 }, by);
    const other = new Jobs({ db, clock: systemClock });
    onTestFinished(() => other.drain());
    other.start();
    expect(stateOf(other, jobId)).toBe('waiting');
  });
});
