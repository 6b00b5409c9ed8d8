import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { blankProtocol } from '../../../shared/hanging/protocol/edit/new-protocol.ts';
import { BUILT_IN } from '../../../shared/hanging/protocol/match.ts';
import type { Candidate } from '../../../shared/hanging/protocol/match.ts';
import { useServices } from '../../app/services.tsx';
import { OUTCOME_WORDS, stageLines } from '../../hanging/index.ts';
import type { EditedProtocol } from '../../hanging/index.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import { EditorOnDesk } from './editor-on-desk.tsx';
import styles from './hanging.module.css';
import { BUILT_IN_WORDS, scopeWords } from './hanging-words.ts';
import type { HangingNow } from './hanging-keeper.ts';
import { SaveDialog } from './save-dialog.tsx';

/** Why the case hangs as it does, and by what else it could. */
export function HangingDialogs() {
  const desk = useDesk();
  const now = useStore(desk.hanging.store);
  const { hanging } = useServices();
  // For whoever edits a protocol while a case is open, wherever the editor was opened.
  useEffect(() => hanging.offerCase(() => desk.hanging.facts), [hanging, desk]);
  if (now.asking === null) return null;
  if (now.asking === 'new') return <NewDialog />;
  if (now.asking === 'edit') return <EditDialog now={now} />;
  if (now.asking === 'save') return <SaveDialog now={now} />;
  return now.asking === 'why' ? <WhyDialog now={now} /> : <ChooseDialog now={now} />;
}

/** The protocol of the case in its editor; the case hangs by what was kept where the reader says so. */
function EditDialog({ now }: { readonly now: HangingNow }) {
  const [{ id, stage }] = useState({ id: now.hanging?.protocol?.id, stage: now.stages[now.stage]?.id });
  return id === undefined ? null : <EditorOnDesk of={{ id, source: null, stage }} />;
}

/** A protocol begun from nothing, for studies like the open one. */
function NewDialog() {
  const desk = useDesk();
  const [of] = useState((): EditedProtocol => {
    const study = desk.hanging.facts?.study ?? null;
    return { fresh: (taken) => blankProtocol(study, taken), isWorth: false };
  });
  return <EditorOnDesk of={of} />;
}

function WhyDialog({ now }: { readonly now: HangingNow }) {
  const desk = useDesk();
  const { hanging, stages, stage, asLeft } = now;
  const close = (): void => desk.hanging.ask(null);
  return (
    <Dialog title="Why this hanging?" open onClose={close} width="broad" actions={<Actions />}>
      <div className={styles['why']}>
        <p>
          {asLeft ? 'The desk came back as it was left. By the protocols it hangs by ' : 'It hangs by '}
          <strong>{hanging?.protocol ? hanging.name : BUILT_IN_WORDS}</strong>
          {hanging?.protocol ? ` (${scopeWords(hanging.protocol.scope)}, version ${hanging.protocol.version})` : ''}.
          {hanging?.fault ? ` ${hanging.fault}.` : ''}
        </p>
        {stages.map((one, at) => (
          <section key={one.id} aria-label={`Stage ${one.name}`}>
            <h3>
              Stage {at + 1}: {one.name}
              {at === stage ? ' (on the desk)' : ''}
            </h3>
            <ul>
              {stageLines(one).map((line) => (
                <li key={line.key} className={line.isShown ? undefined : styles['quiet']}>
                  <strong>{line.label}</strong>: {line.words}
                </li>
              ))}
            </ul>
          </section>
        ))}
        <h3>Protocols, best first</h3>
        {(hanging?.candidates ?? []).map((one) => (
          <CandidateLines key={one.id} candidate={one} />
        ))}
        {hanging?.candidates.length === 0 ? <p className={styles['quiet']}>No hanging protocol is here.</p> : null}
      </div>
    </Dialog>
  );
}

function Actions() {
  const desk = useDesk();
  return (
    <>
      <Button onClick={() => desk.hanging.ask('choose')}>Another protocol …</Button>
      <Button tone="primary" data-autofocus="" onClick={() => desk.hanging.ask(null)}>
        Close
      </Button>
    </>
  );
}

function CandidateLines({ candidate }: { readonly candidate: Candidate }) {
  const { name, score, outcome, why, rules, scope, version } = candidate;
  const isOut = outcome === 'does-not-fit';
  return (
    <details open={outcome === 'hangs' || outcome === 'failed'} className={styles['candidate']}>
      <summary className={isOut ? styles['quiet'] : outcome === 'failed' ? styles['warning'] : undefined}>
        <strong>{name}</strong> {score} points · {OUTCOME_WORDS[outcome]}
        {why === null ? '' : `: ${why}`}
      </summary>
      <p className={styles['quiet']}>
        {scopeWords(scope)}, version {version}
      </p>
      <ul>
        {rules.map(({ words, holds }, at) => (
          // Two rules of one protocol may have the same words.
          <li key={at} className={holds ? undefined : styles['quiet']}>
            {words}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Those that can hang the case, the best one first, and the built-in rules. */
function ChooseDialog({ now }: { readonly now: HangingNow }) {
  const desk = useDesk();
  const { hanging } = now;
  const fitting = (hanging?.candidates ?? []).filter(({ outcome }) => ['hangs', 'fits', 'gives-way'].includes(outcome));
  const close = (): void => desk.hanging.ask(null);
  const choose = (id: string): void => {
    close();
    desk.hanging.choose(id);
  };
  const others = (hanging?.candidates.length ?? 0) - fitting.length;
  return (
    <Dialog
      title="Another hanging protocol"
      open
      onClose={close}
      actions={<Button onClick={() => desk.hanging.ask('why')}>Why this hanging? …</Button>}
    >
      <ul className={styles['choices']}>
        {fitting.map(({ id, name, score, scope }, at) => (
          <li key={id}>
            <button type="button" data-autofocus={at === 0 ? '' : undefined} onClick={() => choose(id)}>
              <span>{name}</span>
              <span className={styles['quiet']}>
                {hanging?.protocol?.id === id ? 'hangs now · ' : ''}
                {score} points · {scopeWords(scope)}
              </span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" data-autofocus={fitting.length === 0 ? '' : undefined} onClick={() => choose(BUILT_IN)}>
            <span>Built-in hanging by modality</span>
            <span className={styles['quiet']}>{hanging?.protocol === null ? 'hangs now' : ''}</span>
          </button>
        </li>
      </ul>
      <p className={styles['quiet']}>{others === 1 ? '1 other does' : `${others} others do`} not fit this study.</p>
    </Dialog>
  );
}
