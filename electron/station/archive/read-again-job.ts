import { z } from 'zod';
import type { Jobs } from '../kernel/jobs.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { ReadAgain } from './read-again.ts';

export const READ_AGAIN_JOB = 'read-again';

/** Defines the job that reads the headers of the whole store again after the program learned to see more in them. */
export function defineReadAgainJob(jobs: Pick<Jobs, 'define'>, readAgain: Pick<ReadAgain, 'some' | 'waiting'>): void {
  jobs.define(READ_AGAIN_JOB, {
    payload: z.strictObject({}),
    maxAttempts: 3,
    waitsForRoom: true,
    run: async ({ signal, report }) => {
      const total = readAgain.waiting();
      let done = 0;
      while (!signal.aborted) {
        const taken = await readAgain.some();
        if (taken === 0) break;
        done += taken;
        report({ doneCount: done, totalCount: Math.max(total, done), doneBytes: 0, totalBytes: null });
      }
      return { done };
    },
  });
}

/** Begins it where anything waits and nobody has begun it. Studies that are opened meanwhile go first by themselves. */
export function beginReadAgain(
  jobs: Pick<Jobs, 'list' | 'enqueue'>,
  readAgain: Pick<ReadAgain, 'waiting'>,
  personId: PersonId,
): void {
  const isUnderWay = jobs
    .list()
    .some(({ kind, state }) => kind === READ_AGAIN_JOB && (state === 'waiting' || state === 'running'));
  if (isUnderWay || readAgain.waiting() === 0) return;
  jobs.enqueue(READ_AGAIN_JOB, {}, { personId, priority: -1 });
}
