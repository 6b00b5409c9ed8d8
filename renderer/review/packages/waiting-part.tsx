import { useState } from 'react';
import { fromWire } from '../../../shared/errors/app-error.ts';
import type { JobId } from '../../../shared/model/ids.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import type { TakenPackage, WaitingPackage } from '../../../shared/model/review/package.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import type { StationLink } from '../../app/station-link.ts';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine, FormActions } from '../../ui/index.ts';
import styles from './packages.module.css';

const PACKAGE_DAYS = 30;
const WHAT: Readonly<Record<WaitingPackage['kind'], readonly [one: string, many: string]>> = {
  cases: ['case to be read', 'cases to be read'],
  reveals: ['report to be scored', 'reports to be scored'],
  answers: ['answer', 'answers'],
};

/** What may go out now, and the way in. */
export function WaitingPart({
  waiting,
  nameOf,
}: {
  readonly waiting: readonly WaitingPackage[];
  readonly nameOf: (waiting: WaitingPackage) => string;
}) {
  const { link } = useServices();
  const task = useTask();
  const [said, setSaid] = useState('');
  const send = async ({ peerId, kind, programmeId }: WaitingPackage): Promise<void> => {
    const { token } = await link.call('app.choosePackageFolder', {});
    if (token === null) return;
    setSaid('Making the package …');
    await finished(link, () =>
      link.call('review.send', { token, peer: peerId, kind, programmeId, days: PACKAGE_DAYS }),
    );
    setSaid('The package is in the folder. Hand it over; only they can open it.');
  };
  const take = async (): Promise<void> => {
    setSaid('Taking the package …');
    const jobId = await finished(link, () => link.call('review.take', {}));
    if (jobId === null) return setSaid('');
    const { taken } = await link.call('review.taken', { jobId });
    setSaid(taken === null ? '' : takenWords(taken));
  };
  return (
    <section aria-label="Waiting to be sent" className={styles['part']}>
      <h2>Waiting to be sent</h2>
      {waiting.length === 0 ? <p className={styles['quiet']}>Nothing waits.</p> : null}
      <ul className={styles['rows']}>
        {waiting.map((one) => (
          <li key={`${one.peerId} ${one.kind} ${one.programmeId}`}>
            <strong>{nameOf(one)}</strong>
            <span className={styles['quiet']}>{one.cases.map(({ name }) => name).join(', ')}</span>
            <span>{`${one.cases.length} ${WHAT[one.kind][one.cases.length === 1 ? 0 : 1]}`}</span>
            <Button
              disabled={task.busy}
              aria-label={`Package for ${nameOf(one)}`}
              onClick={() => task.start(() => send(one))}
            >
              Choose a folder …
            </Button>
          </li>
        ))}
      </ul>
      <p role="status">{task.failure === null ? said : ''}</p>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      <FormActions>
        <Button tone="primary" disabled={task.busy} onClick={() => task.start(take)}>
          Take a package …
        </Button>
      </FormActions>
    </section>
  );
}

/** Resolves when the work that was begun is done; null: none was. Throws what it failed with. */
async function finished(
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

function takenWords({ kind, isNew, taken, known, late }: TakenPackage): string {
  if (!isNew) return 'This package was taken before. Nothing changed.';
  const words = `${taken} ${WHAT[kind][taken === 1 ? 0 : 1]} taken.`;
  return `${words}${known > 0 ? ` ${known} known already.` : ''}${late > 0 ? ` ${late} too late: moved on here since.` : ''}`;
}
