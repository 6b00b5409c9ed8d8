import { useState } from 'react';
import { HOLD_CAUSES } from '../../shared/model/case-hold.ts';
import type { HoldCause } from '../../shared/model/case-hold.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { HOLD_WORDS } from '../../shared/rules/case-hold.ts';
import { errorWords, useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog, SelectField, TextField } from '../ui/index.ts';
import styles from './hold.module.css';
import { holdWords, toldWords } from './hold-words.ts';

/** Gives the case on the desk, or the one chosen in the list, back to its site until something comes; or takes it up again. */
export function HoldDialog({
  row,
  open,
  onClose,
}: {
  readonly row: WorklistRow | null;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  if (!open) return null;
  if (row === null) {
    return (
      <Dialog title="Hold a case" open onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
        <p>No case is open, and none is chosen in the list.</p>
      </Dialog>
    );
  }
  return row.hold === undefined ? (
    <BeginHold row={row} onClose={onClose} />
  ) : (
    <EndHold row={row} hold={row.hold} onClose={onClose} />
  );
}

function BeginHold({ row, onClose }: { readonly row: WorklistRow; readonly onClose: () => void }) {
  const { link } = useServices();
  const notices = useNotices();
  const task = useTask();
  const [cause, setCause] = useState<HoldCause>('more-images');
  const [note, setNote] = useState('');
  const begin = (): void =>
    task.start(async () => {
      const { told } = await link.call('hold.begin', { studyId: row.studyId, cause, note });
      const title = `The case is on hold: it waits for ${HOLD_WORDS[cause]}`;
      notices.add({ tone: told === 0 ? 'warning' : 'ok', title, detail: toldWords(told) });
      onClose();
    });
  return (
    <Dialog
      title="Hold a case, and return it to its site"
      open
      onClose={onClose}
      actions={
        <>
          <Button disabled={task.busy} onClick={begin}>
            Put on hold
          </Button>
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Who row={row} />
        <SelectField
          label="It waits for"
          value={cause}
          options={HOLD_CAUSES.map((value) => ({ value, words: HOLD_WORDS[value] }))}
          onChange={setCause}
        />
        <TextField
          label="To the site"
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
        <p className={styles['quiet']}>
          Its time stands still until somebody takes it up again. A draft stays as it is; the end of the shift names it.
        </p>
        <Failure task={task} />
      </form>
    </Dialog>
  );
}

function EndHold({
  row,
  hold,
  onClose,
}: {
  readonly row: WorklistRow;
  readonly hold: NonNullable<WorklistRow['hold']>;
  readonly onClose: () => void;
}) {
  const { link } = useServices();
  const notices = useNotices();
  const task = useTask();
  const end = (): void =>
    task.start(async () => {
      const { told } = await link.call('hold.end', { studyId: row.studyId });
      notices.add({ tone: told === 0 ? 'note' : 'ok', title: 'The case was taken up again', detail: toldWords(told) });
      onClose();
    });
  return (
    <Dialog
      title="A case on hold"
      open
      onClose={onClose}
      actions={
        <>
          <Button data-autofocus disabled={task.busy} onClick={end}>
            Take it up again
          </Button>
          <Button tone="quiet" onClick={onClose}>
            Leave it on hold
          </Button>
        </>
      }
    >
      <Who row={row} />
      <p>{`It ${holdWords(hold)}`}</p>
      <Failure task={task} />
    </Dialog>
  );
}

function Who({ row }: { readonly row: WorklistRow }) {
  const what = row.description ?? row.modalities.join('/');
  return (
    <p>
      <strong>
        <bdi>{row.patient.name.alphabetic.replaceAll('^', ' ').trim()}</bdi>
      </strong>{' '}
      <bdi>{what}</bdi>
    </p>
  );
}

function Failure({ task }: { readonly task: ReturnType<typeof useTask> }) {
  if (task.failure === null) return null;
  const { title, data, next } = errorWords(task.failure);
  return <p role="alert">{`${title}. ${data} ${next}`}</p>;
}
