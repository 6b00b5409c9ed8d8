import { useEffect, useState } from 'react';
import type { BackupReport } from '../../../shared/contract/store.ts';
import type { JobId } from '../../../shared/model/ids.ts';
import { useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { bytesText } from '../../ui/index.ts';
import styles from './transfers.module.css';

/** What a finished backup holds: the counts add up to the objects of the store. */
export function BackupReportView({ jobId }: { readonly jobId: JobId }) {
  const { link } = useServices();
  const notices = useNotices();
  const [report, setReport] = useState<BackupReport | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('store.backupReport', { jobId }).then(
      (answer) => {
        if (!gone) setReport(answer);
      },
      (error: unknown) => notices.fail(error, 'Backup report'),
    );
    return () => {
      gone = true;
    };
  }, [link, jobId, notices]);
  if (report === null) return null;
  const { objects, copied, already, bytes, bad, leftOutWords } = report;
  const counts: readonly (readonly [string, number])[] = [
    ['copied', copied],
    ['there already', already],
    ['damaged in the store', bad],
  ];
  return (
    <div className={styles['report']}>
      <p>{`${objects} ${objects === 1 ? 'object' : 'objects'} in the store; ${bytesText(bytes)} copied and proved`}</p>
      <dl className={styles['counts']}>
        {counts.map(([name, count]) => (
          <div key={name} className={styles['count']}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {leftOutWords.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {bad === 0 ? null : (
        <p>Damaged objects are in no new backup. Import their studies again, then back up once more.</p>
      )}
    </div>
  );
}
