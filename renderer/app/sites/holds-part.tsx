import { useState } from 'react';
import { HOLD_REASONS } from '../../../shared/model/retention-view.ts';
import type { HeldStudy, HoldReason, RetentionNote, RetentionTarget } from '../../../shared/model/retention-view.ts';
import { RETENTION_EVENTS } from '../../../shared/model/site-profile.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { EVENT_WORDS, HOLD_WORDS } from '../../../shared/rules/retention-words.ts';
import { Button, FailureLine, TextField } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './sites.module.css';

type Which = 'row' | 'uid' | 'site';
type What = 'hold' | 'delivered' | (typeof RETENTION_EVENTS)[number];

interface Held {
  readonly holds: readonly HeldStudy[];
  readonly more: boolean;
}

/** What is written down about how long studies are kept: holds, deliveries and events. @param row the study that was chosen */
export function HoldsPart({ row }: { readonly row: WorklistRow | null }) {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('retention.note');
  const [held, setHeld] = useState<Held | null>(null);
  const [done, setDone] = useState('');
  const look = async (): Promise<void> => setHeld(await link.call('retention.holds', {}));
  const note = async (target: RetentionTarget, one: RetentionNote): Promise<void> => {
    setDone('');
    const { studies } = await link.call('retention.note', { target, note: one });
    setDone(`Written down for ${studies} ${studies === 1 ? 'study' : 'studies'}.`);
    await look();
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <section className={styles['preview']} aria-label="Holds, deliveries and events">
      <p>A study on hold is erased by no rule. What a site told you is written down here, on record.</p>
      <div className={styles['choice']}>
        <Button disabled={task.busy || refusal !== null} onClick={() => task.start(look)}>
          Look at what is on hold
        </Button>
        {refusal === null ? null : <span className={styles['note']}>{refusal}</span>}
      </div>
      {held === null ? null : (
        <HeldList
          held={held}
          busy={task.busy}
          onRelease={(studyId) => task.start(() => note({ kind: 'study', studyId }, { kind: 'release' }))}
        />
      )}
      {refusal === null ? (
        <details>
          <summary>Write something down</summary>
          <NoteForm row={row} busy={task.busy} onNote={(target, one) => task.start(() => note(target, one))} />
        </details>
      ) : null}
      <p role="status" className={styles['note']}>
        {done}
      </p>
      <FailureLine said={said} />
    </section>
  );
}

function HeldList({
  held: { holds, more },
  busy,
  onRelease,
}: {
  readonly held: Held;
  readonly busy: boolean;
  readonly onRelease: (studyId: HeldStudy['studyId']) => void;
}) {
  if (holds.length === 0) return <p>Nothing is on hold.</p>;
  return (
    <>
      <ul aria-label="On hold" className={styles['holds']}>
        {holds.map(({ studyId, siteName, objects, at, reason, byName }) => (
          <li key={studyId}>
            <span>
              <bdi>{siteName}</bdi>, {objects} {objects === 1 ? 'object' : 'objects'}, since {localMinutes(at)} by{' '}
              <bdi>{byName === '' ? 'somebody who left' : byName}</bdi>
              {`: ${reason === null ? 'no reason given' : HOLD_WORDS[reason]}. `}
              <span className={styles['note']}>Study {studyId}</span>
            </span>
            <Button
              tone="quiet"
              disabled={busy}
              aria-label={`Release study ${studyId}`}
              onClick={() => onRelease(studyId)}
            >
              Release
            </Button>
          </li>
        ))}
      </ul>
      {more ? <p className={styles['note']}>More are on hold than stand here.</p> : null}
    </>
  );
}

function NoteForm({
  row,
  busy,
  onNote,
}: {
  readonly row: WorklistRow | null;
  readonly busy: boolean;
  readonly onNote: (target: RetentionTarget, note: RetentionNote) => void;
}) {
  const [what, setWhat] = useState<What>('hold');
  const [reason, setReason] = useState<HoldReason>('legal');
  const [chosen, setWhich] = useState<Which>(row === null ? 'uid' : 'row');
  const [text, setText] = useState('');
  // A site confirms a report, not all of them at once.
  const which = what === 'delivered' && chosen === 'site' ? 'uid' : chosen;
  const target = targetOf(which, row, text.trim());
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (target !== null) onNote(target, noteOf(what, reason));
      }}
    >
      <label className={styles['choice']}>
        What
        <select value={what} onChange={(event) => setWhat(whatOf(event.target.value))}>
          <option value="hold">Hold it: no rule erases it</option>
          <option value="delivered">The site confirmed that it has the last report</option>
          {RETENTION_EVENTS.map((event) => (
            <option key={event} value={event}>
              {sentence(EVENT_WORDS[event])}
            </option>
          ))}
        </select>
      </label>
      {what === 'hold' ? (
        <label className={styles['choice']}>
          Why
          <select
            value={reason}
            onChange={(event) => setReason(HOLD_REASONS.find((one) => one === event.target.value) ?? 'legal')}
          >
            {HOLD_REASONS.map((one) => (
              <option key={one} value={one}>
                {sentence(HOLD_WORDS[one])}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label className={styles['choice']}>
        Of
        <select value={which} onChange={(event) => setWhich(whichOf(event.target.value))}>
          {row === null ? null : (
            <option value="row">the study that is chosen: {row.description ?? 'no description'}</option>
          )}
          <option value="uid">a study, by its UID</option>
          {what === 'delivered' ? null : <option value="site">every study of a site that is here now</option>}
        </select>
      </label>
      {which === 'row' ? null : (
        <TextField
          label={which === 'uid' ? 'Study Instance UID' : 'Name of the site, as the list has it'}
          value={text}
          maxLength={which === 'uid' ? 200 : 64}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <div className={styles['choice']}>
        <Button type="submit" disabled={busy || target === null}>
          Write it down
        </Button>
      </div>
    </form>
  );
}

function targetOf(which: Which, row: WorklistRow | null, text: string): RetentionTarget | null {
  if (which === 'row') return row === null ? null : { kind: 'study', studyId: row.studyId };
  if (text === '') return null;
  return which === 'uid' ? { kind: 'study-uid', studyUid: text } : { kind: 'site', site: text };
}

function noteOf(what: What, reason: HoldReason): RetentionNote {
  if (what === 'hold') return { kind: 'hold', reason };
  const at = new Date().toISOString();
  return what === 'delivered' ? { kind: 'delivered', at } : { kind: 'event', event: what, at };
}

function whatOf(value: string): What {
  return value === 'delivered' ? 'delivered' : (RETENTION_EVENTS.find((event) => event === value) ?? 'hold');
}

function whichOf(value: string): Which {
  return value === 'row' || value === 'site' ? value : 'uid';
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
