import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { ImportReport } from '../../../shared/model/job.ts';
import { ERROR_TEXT } from '../../app/error-text.ts';
import styles from './transfers.module.css';

/** Longest list that is written out. */
const MOST = 200;

/** What became of every file: the five counts add up to the files seen. */
export function ImportReportView({ report }: { readonly report: ImportReport }) {
  const counts: readonly (readonly [string, number])[] = [
    ['imported', report.imported],
    ['there already', report.already],
    ['in conflict', report.conflicts.length],
    ['ignored (no images)', report.ignored],
    ['refused', report.refused.length],
  ];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div className={styles['report']}>
      <p>{`${total} ${total === 1 ? 'file' : 'files'} seen`}</p>
      <dl className={styles['counts']}>
        {counts.map(([name, count]) => (
          <div key={name} className={styles['count']}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <PathList
        title="Conflicts: the same object came with other content. Both are kept."
        entries={report.conflicts.map(({ path }) => ({ path, why: null }))}
      />
      <PathList
        title="Refused files, with the reason"
        entries={report.refused.map(({ path, code, message }) => ({
          path,
          why: isErrorCode(code) ? ERROR_TEXT[code].title : message,
        }))}
      />
    </div>
  );
}

function PathList({
  title,
  entries,
}: {
  readonly title: string;
  readonly entries: readonly { readonly path: string; readonly why: string | null }[];
}) {
  if (entries.length === 0) return null;
  return (
    <details className={styles['details']}>
      <summary>{title}</summary>
      <ul>
        {entries.slice(0, MOST).map(({ path, why }) => (
          <li key={path}>
            <bdi className={styles['path']}>{path}</bdi>
            {why === null ? null : <span className={styles['why']}>{why}</span>}
          </li>
        ))}
      </ul>
      {entries.length > MOST ? <p>{`and ${entries.length - MOST} more`}</p> : null}
    </details>
  );
}
