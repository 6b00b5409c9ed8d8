import { useState } from 'react';
import { useStore } from 'zustand';
import type { CommunicationAct } from '../../shared/contract/communications.ts';
import type { Communication, Contact } from '../../shared/model/communication.ts';
import { communicationClock, communicationState, policyFor } from '../../shared/rules/communication/state.ts';
import { localMinutes } from '../app/local-time.ts';
import { Button, ReasonForm } from '../ui/index.ts';
import { CallListView } from './call-list-view.tsx';
import { clockWords, eventWords, minutesWords, STATE_WORDS, titleOf } from './critical-words.ts';
import styles from './critical.module.css';
import { HandOverForm } from './hand-over-form.tsx';
import { useLoops } from './loop-context.ts';
import { TellForm } from './tell-form.tsx';
import { useCallList } from './use-call-list.ts';

interface LoopProps {
  readonly communication: Communication;
  readonly busy: boolean;
  readonly hasKeys: boolean;
  readonly onAct: (act: CommunicationAct) => void;
}

/** One finding that somebody has to be told of: its clock, what was done, and what may be done next. */
export function LoopView(props: LoopProps) {
  const { communication, busy, onAct } = props;
  const now = useStore(useLoops().view, (view) => view.now);
  const state = communicationState(communication);
  const clock = communicationClock(communication, now);
  const { most } = policyFor(communication);
  const isOpen = state === 'open' || state === 'attempted';
  const told = communication.events.findLast((event) => event.kind === 'communicated')?.to ?? null;
  return (
    <section className={styles['loop']} data-tone={clock.tone} aria-label={titleOf(communication)}>
      <h3 className={styles['title']}>{titleOf(communication)}</h3>
      <p role="status">{`${STATE_WORDS[state]}, ${clockWords(clock)}; seen ${localMinutes(communication.identifiedAt)}, to be told within ${minutesWords(most)} (${communication.policyId})`}</p>
      <ol className={styles['events']}>
        {communication.events.map((event, index) => (
          // Nothing is ever taken away: a place stays its event.
          <li key={index}>{`${localMinutes(event.at)}  ${eventWords(event)}`}</li>
        ))}
      </ol>
      {isOpen ? <OpenLoop {...props} now={now} /> : null}
      {state === 'communicated' || state === 'acknowledged' ? (
        <div className={styles['acts']}>
          {state === 'communicated' && told !== null ? (
            <Button disabled={busy} onClick={() => onAct({ kind: 'acknowledged', from: told })}>
              {`Acknowledged by ${told.name}`}
            </Button>
          ) : null}
          <Button disabled={busy} onClick={() => onAct({ kind: 'closed' })}>
            Close the loop
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** Whom to call, who was told, and to whom it goes where nobody is reached. */
function OpenLoop({ communication, busy, hasKeys, now, onAct }: LoopProps & { readonly now: number }) {
  const [service, setService] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Contact | null>(null);
  const list = useCallList(communication, service, now);
  const next = list?.steps[(list.offered ?? -2) + 1];
  return (
    <>
      {list === null ? (
        <p className={styles['age']}>Looking up whom to call …</p>
      ) : (
        <CallListView {...{ list, service, hasKeys }} onService={setService} onChoose={setChosen} />
      )}
      <TellForm
        key={chosen === null ? 'typed' : `${chosen.name}${chosen.number ?? ''}`}
        chosen={chosen}
        isSpoken={policyFor(communication).spoken}
        busy={busy}
        onAct={onAct}
      />
      <div className={styles['more']}>
        <HandOverForm busy={busy} onHandOver={(to) => onAct({ kind: 'handed-over', to })} />
        {next === undefined ? null : (
          <Button
            disabled={busy}
            onClick={() =>
              onAct({
                kind: 'escalated',
                to: { name: next.name, role: next.role, number: next.numbers[0]?.number ?? null },
              })
            }
          >
            {`Escalate to ${next.name}`}
          </Button>
        )}
        {/* It stays on record with the reason. */}
        <ReasonForm
          title="Opened in error"
          label="Why nobody has to be told"
          busy={busy}
          act={{ words: 'Take it back', do: (reason) => onAct({ kind: 'withdrawn', reason }) }}
        />
      </div>
    </>
  );
}
