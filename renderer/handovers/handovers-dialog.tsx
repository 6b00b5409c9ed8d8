import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Handover } from '../../shared/model/handover.ts';
import { errorWords } from '../app/notices/index.ts';
import { localMinutes } from '../app/local-time.ts';
import { putOnDesk } from '../app/layout.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog, FailureLine } from '../ui/index.ts';
import { handoverWords } from './handover-words.ts';
import styles from './handovers.module.css';

/** What became of preliminary reports: those of the reader that others took up, and those that the reader took up. */
export function HandoversDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Preliminary reports and what became of them"
      open={open}
      width="wide"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {open ? <List onClose={onClose} /> : null}
    </Dialog>
  );
}

function List({ onClose }: { readonly onClose: () => void }) {
  const { link, access, layout } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const task = useTask();
  const [all, setAll] = useState<readonly Handover[] | null>(null);
  const { start } = task;
  const [load] = useState(
    () => (): void => start(async () => setAll((await link.call('handover.list', {})).handovers)),
  );
  useEffect(() => load(), [load]);
  if (task.failure !== null) {
    const said = errorWords(task.failure);
    return <FailureLine said={said} />;
  }
  if (all === null) return <p role="status">Looking …</p>;
  if (all.length === 0) return <p>No preliminary report of yours was taken up by another, and you took up none.</p>;
  return (
    <ul className={styles['list']}>
      {all.map((one) => (
        <li key={one.final.reportId} className={styles['row']} data-grade={one.grade?.grade ?? 'none'}>
          <div>
            <strong>
              <bdi>{one.patientName}</bdi>
            </strong>{' '}
            <bdi>{one.title}</bdi>
          </div>
          <div className={styles['quiet']}>
            {`${one.preliminary.personId === reader ? 'yours' : one.preliminary.name} ${localMinutes(one.preliminary.at)}, final by ${
              one.final.personId === reader ? 'you' : one.final.name
            } ${localMinutes(one.final.at)}`}
          </div>
          <div>{handoverWords(one)}</div>
          <Button
            tone="quiet"
            aria-label={`Open the study of ${one.patientName}`}
            onClick={() => {
              putOnDesk(layout, reader, one.studyId);
              onClose();
            }}
          >
            Open
          </Button>
        </li>
      ))}
    </ul>
  );
}
