import { fromWire } from '../../../shared/errors/app-error.ts';
import type { JobId } from '../../../shared/model/ids.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import type { TakenPackage, WaitingPackage } from '../../../shared/model/review/package.ts';
import { errorWords } from '../../app/notices/index.ts';
import type { StationLink } from '../../app/station-link.ts';

export const PACKAGE_DAYS = 30;
export const WHAT: Readonly<Record<WaitingPackage['kind'], readonly [one: string, many: string]>> = {
  cases: ['case to be read', 'cases to be read'],
  reveals: ['report to be scored', 'reports to be scored'],
  answers: ['answer', 'answers'],
};

/** Resolves when the work that was begun is done; null: none was. Throws what it failed with. */
export async function finished(
  link: StationLink,
  begin: () => Promise<{ readonly jobId: JobId | null }>,
): Promise<JobId | null> {
  const ended = new Map<JobId, JobProgress>();
  let wake = (): void => undefined;
  const stop = link.on('jobs.progress', (job) => {
    if (job.state === 'waiting' || job.state === 'running') return;
    ended.set(job.jobId, job);
    wake();
  });
  try {
    const { jobId } = await begin();
    if (jobId === null) return null;
    while (!ended.has(jobId)) await new Promise<void>((resolve) => (wake = resolve));
    const error = ended.get(jobId)?.error ?? null;
    if (error !== null) throw fromWire(error);
    return jobId;
  } finally {
    stop();
  }
}

export function takenWords({ kind, isNew, taken, known, late, refused }: TakenPackage): string {
  if (!isNew) return 'This package was taken before. Nothing changed.';
  const words = `${taken} ${WHAT[kind][taken === 1 ? 0 : 1]} taken.`;
  const kept = refused.map(({ name, error }) => ` ${name} not taken: ${errorWords(fromWire(error)).title}.`);
  return `${words}${kept.join('')}${known > 0 ? ` ${known} known already.` : ''}${late > 0 ? ` ${late} too late: moved on here since.` : ''}`;
}
