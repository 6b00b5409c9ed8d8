import { useState } from 'react';
import type { MessageAnswer, MessageLook } from '../../../shared/contract/message-console.ts';
import type { Destination } from '../../../shared/model/destination.ts';
import { Button, Dialog, FailureLine, FormActions, LeaveQuestion, ManagedMark } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { managedWords } from '../use-managed.ts';
import { useTask } from '../use-task.ts';
import { MappingFields } from './mapping-fields.tsx';
import { mappingDraft, mappingOf } from './mapping-form.ts';
import styles from './message-dialog.module.css';
import { answerWords, MessageView } from './message-view.tsx';
import { useDraftHistory } from './use-draft-history.ts';
import { useMessage } from './use-message.ts';

/** How a receiver of HL7 wants reports, tried on a report of nobody before it is kept. */
export function MessageDialog({ row, onClose }: { readonly row: Destination; readonly onClose: () => void }) {
  const { made, failure } = useMessage(row.destinationId, null);
  const [leaving, setLeaving] = useState(false);
  const [dirty, setDirty] = useState(false);
  const leave = (): void => (dirty ? setLeaving(!leaving) : onClose());
  const said = failure === null ? null : errorWords(failure);
  return (
    <Dialog title={`Test message to ${row.name}`} width="full" open onClose={leave}>
      {made === null && said === null ? <p className={styles['quiet']}>The message is being made …</p> : null}
      <FailureLine said={said} />
      {made === null ? null : <Console row={row} first={made.look} onDirty={setDirty} />}
      {leaving ? (
        <LeaveQuestion words="What you changed is not saved." onStay={() => setLeaving(false)} onLeave={onClose} />
      ) : (
        <FormActions>
          <Button tone="quiet" onClick={leave}>
            Back
          </Button>
        </FormActions>
      )}
    </Dialog>
  );
}

function Console({
  row,
  first,
  onDirty,
}: {
  readonly row: Destination;
  readonly first: MessageLook;
  readonly onDirty: (dirty: boolean) => void;
}) {
  const { destinationId } = row;
  const { link } = useServices();
  const task = useTask();
  const history = useDraftHistory(mappingDraft(first.mapping));
  const [answer, setAnswer] = useState<MessageAnswer | null>(null);
  const [kept, setKept] = useState(first.mapping);
  const read = mappingOf(history.draft);
  const problems = 'problems' in read ? read.problems : {};
  const good = 'problems' in read ? null : read;
  const same = JSON.stringify(good) === JSON.stringify(kept) || (kept === null && !history.canUndo);
  const { made, failure } = useMessage(destinationId, same ? null : good);
  const wrong = failure ?? task.failure;
  const said = wrong === null ? null : errorWords(wrong);
  const managed = first.managed;
  const send = async (): Promise<void> => {
    setAnswer(null);
    setAnswer(await link.call('destination.sendTest', { destinationId, mapping: same ? null : good }));
  };
  const save = async (): Promise<void> => {
    await link.call('destination.setMapping', { destinationId, mapping: good });
    setKept(good);
    onDirty(false);
  };
  return (
    <form
      className={styles['console']}
      aria-label="How it wants reports"
      noValidate
      onKeyDown={history.onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (good !== null && managed === null) task.start(save);
      }}
    >
      <div className={styles['fields']}>
        {managed === null ? null : <ManagedMark>{managedWords(managed)}</ManagedMark>}
        <MappingFields
          draft={history.draft}
          problems={problems}
          disabled={managed !== null}
          change={(field, part) => {
            history.change(field, part);
            onDirty(true);
          }}
        />
        <FormActions>
          <Button disabled={!history.canUndo} onClick={history.undo}>
            Undo
          </Button>
          <Button disabled={!history.canRedo} onClick={history.redo}>
            Redo
          </Button>
          <Button type="submit" tone="primary" disabled={task.busy || good === null || same || managed !== null}>
            Save mapping
          </Button>
        </FormActions>
      </div>
      <section className={styles['view']} aria-label="The message of a made-up report">
        <MessageView made={made} />
        <FormActions>
          <Button disabled={task.busy || good === null} onClick={() => task.start(send)}>
            Send it for training
          </Button>
          <span className={styles['quiet']}>It is of nobody, and MSH-11 says T.</span>
        </FormActions>
        {good === null ? <p role="alert">This is the message before: something in the mapping is not right.</p> : null}
        {answer === null ? null : (
          <p className={styles[answer.kind === 'delivered' ? 'ok' : 'bad']} role="status">
            {answerWords(answer)}
          </p>
        )}
        <FailureLine said={said} />
      </section>
    </form>
  );
}
