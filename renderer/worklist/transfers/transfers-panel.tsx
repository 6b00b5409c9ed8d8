import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ImportReport, JobProgress } from '../../../shared/model/job.ts';
import { ERROR_TEXT } from '../../app/error-text.ts';
import { useNotices } from '../../app/notices/index.ts';
import { Button, IconButton, ProgressBar } from '../../ui/index.ts';
import { useTransfers } from '../worklist-context.tsx';
import { BackupReportView } from './backup-report-view.tsx';
import { FetchingList } from './fetching-list.tsx';
import { ImportReportView } from './import-report-view.tsx';
import { PrefetchPart } from './prefetch-part.tsx';
import { runningLabel } from './running-label.ts';
import { isRunning, panelJobs } from './transfers.ts';
import styles from './transfers.module.css';

const KIND_WORDS: Readonly<Record<string, string>> = {
  import: 'Import',
  'report-pdf': 'Report as PDF',
  'read-again': 'Headers read again after an update',
  backup: 'Backup',
};

/** Long work with its progress, and what came of it. */
export function TransfersPanel({ onClose }: { readonly onClose: () => void }) {
  const transfers = useTransfers();
  const jobs = useStore(transfers.view, useShallow(panelJobs));
  const reports = useStore(transfers.view, (view) => view.reports);
  return (
    <aside className={styles['panel']} aria-label="Transfers">
      <header className={styles['head']}>
        <h2>Transfers</h2>
        <IconButton label="Close transfers" onClick={onClose}>
          ✕
        </IconButton>
      </header>
      <ul className={styles['jobs']}>
        {jobs.map((job) => (
          <li key={job.jobId} className={styles['job']}>
            <JobItem job={job} report={reports.get(job.jobId)} />
          </li>
        ))}
      </ul>
      <FetchingList others={jobs.length} />
      <PrefetchPart />
    </aside>
  );
}

function JobItem({ job, report }: { readonly job: JobProgress; readonly report: ImportReport | undefined }) {
  const transfers = useTransfers();
  const notices = useNotices();
  const name = KIND_WORDS[job.kind] ?? job.kind;
  if (isRunning(job)) {
    return (
      <ProgressBar
        label={runningLabel(name, job)}
        done={job.doneCount}
        total={job.totalCount}
        doneBytes={job.doneBytes}
        totalBytes={job.totalBytes}
        rate={job.rate}
        timeLeft={job.timeLeft}
        onCancel={() => transfers.cancel(job.jobId).catch((error: unknown) => notices.fail(error, 'Cancel'))}
      />
    );
  }
  const said = job.error === null ? null : ERROR_TEXT[job.error.code];
  return (
    <div className={styles['finished']}>
      <div className={styles['line']}>
        <strong>{`${name} ${stateWords(job)}`}</strong>
        <Button tone="quiet" onClick={() => transfers.putAway(job.jobId)} aria-label={`Clear: ${name}`}>
          Clear
        </Button>
      </div>
      {said && job.state === 'failed' ? <p role="alert">{`${said.title}. ${said.data} ${said.next}`}</p> : null}
      {job.kind === 'backup' && job.state === 'done' ? <BackupReportView jobId={job.jobId} /> : null}
      {report ? <ImportReportView report={report} /> : null}
    </div>
  );
}

function stateWords({ state, kind }: JobProgress): string {
  switch (state) {
    case 'done':
      return '✓ finished';
    case 'failed':
      return '■ failed';
    case 'cancelled':
      return kind === 'backup' ? '– cancelled; the former backup is whole' : '– cancelled; what was taken in stays';
    case 'waiting':
    case 'running':
      return '';
  }
}
