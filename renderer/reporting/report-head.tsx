import type { Report } from '../../shared/model/report.ts';
import { Button } from '../ui/index.ts';
import { clockText } from './clock-text.ts';
import styles from './report-panel.module.css';

const STATES = {
  draft: 'DRAFT',
  preliminary: 'PRELIMINARY',
  final: 'SIGNED',
  addendum: 'SIGNED ADDENDUM',
  corrected: 'CORRECTED',
  withdrawn: 'WITHDRAWN',
} as const;

/** Which report of the study is on screen, and the others. */
export function ReportHead({
  reports,
  shown,
  busy,
  onShow,
  onNew,
}: {
  readonly reports: readonly Report[];
  readonly shown: Report | null;
  readonly busy: boolean;
  readonly onShow: (report: Report) => void;
  readonly onNew: () => void;
}) {
  return (
    <header className={styles['head']}>
      <h2 className={styles['name']}>{shown === null ? 'Report' : shown.templateName}</h2>
      {shown === null ? null : (
        <span className={styles['state']} data-signed={shown.signed === null ? undefined : ''} data-state={shown.state}>
          {shown.waiting === undefined ? STATES[shown.state] : 'TO BE SIGNED'}
        </span>
      )}
      {reports.length > 1 || (shown === null && reports.length > 0) ? (
        <select
          className={styles['list']}
          aria-label="Reports of this study"
          value={shown?.reportId ?? ''}
          disabled={busy}
          onChange={(event) => {
            const chosen = reports.find((report) => report.reportId === event.target.value);
            if (chosen) onShow(chosen);
          }}
        >
          {shown === null ? <option value="">Choose a report</option> : null}
          {reports.map((report) => (
            <option key={report.reportId} value={report.reportId}>
              {`${report.templateName}, ${STATES[report.state].toLowerCase()} ${report.savedAt.slice(0, 10)} ${clockText(report.savedAt)}`}
            </option>
          ))}
        </select>
      ) : null}
      {shown === null || shown.state === 'draft' ? null : (
        <Button tone="quiet" disabled={busy} onClick={onNew}>
          New report
        </Button>
      )}
    </header>
  );
}
