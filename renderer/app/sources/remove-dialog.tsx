import { useEffect, useState } from 'react';
import type { SourceState } from '../../../shared/model/source-state.ts';
import type { SourceRow } from '../../../shared/model/transfer.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { counted } from './source-item.tsx';
import styles from './sources.module.css';

/** Before a source is removed: what happens to its studies, to what waits, and to the results that go by it. */
export function RemoveDialog({
  row,
  state,
  onRemove,
  onClose,
}: {
  readonly row: SourceRow;
  readonly state: SourceState | null;
  readonly onRemove: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const { name } = row.settings;
  const [destinations, setDestinations] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    link.call('destination.list', {}).then(
      (answer) => {
        const by = answer.destinations.filter(({ settings }) => settings.kind === 'dicom' && settings.source === name);
        if (!gone) setDestinations(by.map((one) => one.name));
      },
      // What else is said here holds without it.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, name]);
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Dialog
      title={`Remove ${name}?`}
      open
      onClose={onClose}
      actions={
        <>
          <Button data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button tone="danger" disabled={task.busy} onClick={() => task.start(onRemove)}>
            {`Remove ${name} for good`}
          </Button>
        </>
      }
    >
      <ul className={styles['what']}>
        <li>
          {state === null || state.studies === 0
            ? 'What came from it stays here, with its reports.'
            : `${counted(state.studies, 'study', 'studies')} that came from it, or that it has too, ${state.studies === 1 ? 'stays' : 'stay'} here with the reports. What is missing of them cannot be fetched any more.`}
        </li>
        <li>
          {state === null || state.queued === 0
            ? 'Nothing of it waits to be fetched.'
            : `${counted(state.queued, 'transfer that waits or runs is', 'transfers that wait or run are')} cancelled.`}
        </li>
        {destinations.length === 0 ? null : (
          <li>
            {`Results go by it to ${destinations.join(', ')}: they wait until that destination is changed or the source is there again.`}
          </li>
        )}
        {row.secrets.length === 0 ? null : <li>Its password, token or certificate is erased here.</li>}
      </ul>
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
    </Dialog>
  );
}
