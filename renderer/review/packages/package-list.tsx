import { useState } from 'react';
import type { PackageRow } from '../../../shared/model/review/package.ts';
import { localDay, localMinutes } from '../../app/local-time.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import styles from './packages.module.css';

const KIND: Readonly<Record<PackageRow['kind'], readonly [one: string, many: string]>> = {
  cases: ['case', 'cases'],
  reveals: ['report', 'reports'],
  answers: ['answer', 'answers'],
};

/** Packages that went to and fro, the newest first. */
export function PackageList({ packages }: { readonly packages: readonly PackageRow[] }) {
  return (
    <section aria-label="Sent and taken" className={styles['part']}>
      <h2>Sent and taken</h2>
      {packages.length === 0 ? <p className={styles['quiet']}>No package yet.</p> : null}
      <ul className={styles['rows']}>
        {packages.map((row) => (
          <li key={row.packageId}>
            <strong>{`${row.way === 'out' ? 'To' : 'From'} ${row.peerName}`}</strong>
            <span>{`${row.cases} ${KIND[row.kind][row.cases === 1 ? 0 : 1]}, ${localMinutes(row.at)}`}</span>
            <span className={styles['quiet']}>{`expires ${localDay(row.expiresAt)}`}</span>
            {row.way === 'out' ? <Again row={row} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was in a package that was lost waits once more. */
function Again({ row }: { readonly row: PackageRow }) {
  const { link } = useServices();
  const task = useTask();
  const [isDone, setDone] = useState(false);
  return (
    <>
      <Button
        tone="quiet"
        disabled={task.busy || isDone}
        aria-label={`Send to ${row.peerName} again`}
        onClick={() =>
          task.start(async () => {
            await link.call('review.sendAgain', { packageId: row.packageId });
            setDone(true);
          })
        }
      >
        {isDone ? 'Waits again' : 'It was lost …'}
      </Button>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </>
  );
}
