import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CommunicationAct } from '../../shared/contract/communications.ts';
import type { Communication } from '../../shared/model/communication.ts';
import type { CommunicationId, ReportId, StudyId } from '../../shared/model/ids.ts';
import { communicationClock, communicationState, DEFAULT_POLICY } from '../../shared/rules/communication/state.ts';
import { errorWords } from '../app/notices/index.ts';
import { localMinutes } from '../app/local-time.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog } from '../ui/index.ts';
import { clockWords, eventWords, STATE_WORDS, titleOf } from './critical-words.ts';
import styles from './critical.module.css';
import { useLoops } from './loop-context.ts';
import { OpenForm } from './open-form.tsx';
import { TellForm } from './tell-form.tsx';

/** Findings of one study that somebody has to be told of: open one, log each attempt, say who was told and that it was read back. */
export function CriticalDialog({
  studyId,
  reportId,
  proposed,
  onClose,
}: {
  readonly studyId: StudyId;
  readonly reportId: ReportId | null;
  /** Words of the report that it is about; empty: none were chosen. */
  readonly proposed: string;
  readonly onClose: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [all, setAll] = useState<readonly Communication[] | null>(null);
  const { start } = task;
  const load = async (): Promise<void> =>
    setAll((await link.call('communication.ofStudy', { studyId })).communications);
  // Once, when the dialog opens.
  const [first] = useState(() => (): void => start(load));
  useEffect(() => first(), [first]);
  const add = (communicationId: CommunicationId, act: CommunicationAct): void =>
    start(async () => {
      await link.call('communication.add', { communicationId, act });
      await load();
    });
  const failure = task.failure === null ? null : errorWords(task.failure);
  return (
    <Dialog
      title="Critical findings"
      open
      width="wide"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {failure === null ? null : <p role="alert">{`${failure.title}. ${failure.data} ${failure.next}`}</p>}
      {(all ?? []).map((one) => (
        <Loop
          key={one.communicationId}
          communication={one}
          busy={task.busy}
          onAct={(act) => add(one.communicationId, act)}
        />
      ))}
      {all === null ? null : (
        <OpenForm
          proposed={proposed}
          isFirst={all.length === 0}
          busy={task.busy}
          onOpen={(category, finding) =>
            start(async () => {
              await link.call('communication.open', { studyId, reportId, category, finding });
              await load();
            })
          }
        />
      )}
    </Dialog>
  );
}

function Loop({
  communication,
  busy,
  onAct,
}: {
  readonly communication: Communication;
  readonly busy: boolean;
  readonly onAct: (act: CommunicationAct) => void;
}) {
  const now = useStore(useLoops().view, (view) => view.now);
  const state = communicationState(communication);
  const clock = communicationClock(communication, DEFAULT_POLICY, now);
  const isOpen = state === 'open' || state === 'attempted';
  return (
    <section className={styles['loop']} data-tone={clock.tone} aria-label={titleOf(communication)}>
      <h3 className={styles['title']}>{titleOf(communication)}</h3>
      <p role="status">{`${STATE_WORDS[state]}, ${clockWords(clock)}; seen ${localMinutes(communication.identifiedAt)}`}</p>
      <ol className={styles['events']}>
        {communication.events.map((event) => (
          <li key={`${event.at}${event.kind}`}>{`${localMinutes(event.at)}  ${eventWords(event)}`}</li>
        ))}
      </ol>
      {isOpen ? <TellForm category={communication.category} busy={busy} onAct={onAct} /> : null}
      {state === 'communicated' || state === 'acknowledged' ? (
        <div className={styles['acts']}>
          <Button disabled={busy} onClick={() => onAct({ kind: 'closed' })}>
            Close the loop
          </Button>
        </div>
      ) : null}
    </section>
  );
}
