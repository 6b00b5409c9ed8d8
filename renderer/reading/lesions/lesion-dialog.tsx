import { useState } from 'react';
import { useStore } from 'zustand';
import { LesionNature, LesionRole } from '../../../shared/model/lesion.ts';
import type { LesionLedger } from '../../../shared/model/lesion.ts';
import { FINDING_WORDS, FINDINGS_OF, mayBeFound } from '../../../shared/rules/recist/lesion-cell.ts';
import { Button, Dialog, SelectField, TextField } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import { DiameterField } from './diameter-field.tsx';
import { cellAt, firstDraft, FRESH, isSettled, markOf, missingOf, placeOf, settleKind, withLesion } from './lesion-form.ts'; // prettier-ignore
import type { LesionDraft } from './lesion-form.ts';
import type { LesionAsked } from './lesion-keeper.ts';
import { lastSeen, lesionName, NATURE_WORDS, pointName, ROLE_WORDS } from './lesion-words.ts';
import styles from './lesions.module.css';

/** Asks which lesion a measurement is, or what was found of a lesion. */
export function LesionDialog() {
  const desk = useDesk();
  const { asked, ledger } = useStore(desk.lesions.store);
  if (asked === null || ledger === null) return null;
  const key = `${asked.studyId} ${asked.trackingUid ?? ''} ${asked.measurementId ?? ''}`;
  return <OpenDialog key={key} asked={asked} ledger={ledger} />;
}

interface Parts {
  readonly asked: LesionAsked;
  readonly ledger: LesionLedger;
}

function OpenDialog({ asked, ledger }: Parts) {
  const desk = useDesk();
  const [draft, setDraft] = useState(() => firstDraft(ledger, asked));
  const { studyId } = asked;
  const missing = missingOf(draft);
  const lesion = ledger.lesions.find((one) => one.trackingUid === draft.lesion);
  const entered = lesion !== undefined && cellAt(ledger, lesion, studyId)?.studyId === studyId;
  const point = ledger.points[placeOf(ledger, studyId)];
  const enter = (): void => {
    if (missing === null) void desk.lesions.mark(markOf(draft, studyId));
  };
  const takeBack = (): void => void desk.lesions.mark({ ...markOf(draft, studyId), finding: null });
  return (
    <Dialog
      title={point ? `Lesion on ${pointName(point)}` : 'Lesion'}
      open
      onClose={() => desk.lesions.ask(null)}
      actions={
        <>
          {entered ? <Button onClick={takeBack}>Take back</Button> : null}
          <Button onClick={() => desk.lesions.ask(null)}>Cancel</Button>
          <Button tone="primary" disabled={missing !== null} onClick={enter}>
            Enter
          </Button>
        </>
      }
    >
      <form
        className={styles['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <WhichLesion asked={asked} ledger={ledger} draft={draft} change={setDraft} />
        <WhatItIs asked={asked} ledger={ledger} draft={draft} change={setDraft} />
        <WhatWasFound asked={asked} ledger={ledger} draft={draft} change={setDraft} />
        <p className={styles['quiet']} aria-live="polite">
          {missing ?? 'Saved in the journal, and tracked under the same UID in every study of this patient.'}
        </p>
      </form>
    </Dialog>
  );
}

type FieldParts = Parts & { readonly draft: LesionDraft; readonly change: (draft: LesionDraft) => void };

function WhichLesion({ asked, ledger, draft, change }: FieldParts) {
  const place = placeOf(ledger, asked.studyId);
  const before = place < 0 ? ledger.points.length : place;
  const options = [
    ...(draft.lesion === '' ? [{ value: '', words: 'Choose …' }] : []),
    ...ledger.lesions.map((one) => ({
      value: one.trackingUid,
      words: `${lesionName(one)}: ${lastSeen(one, ledger.points, before)}`,
    })),
    { value: FRESH, words: 'A lesion that is not in the ledger yet' },
  ];
  return (
    <SelectField
      label="Lesion"
      value={draft.lesion}
      options={options}
      disabled={asked.trackingUid !== null}
      onChange={(value) => {
        const known = ledger.lesions.find((one) => one.trackingUid === value);
        change(known ? withLesion(draft, known, ledger, asked.studyId) : settleKind({ ...draft, lesion: value }));
      }}
    />
  );
}

/** Settled at the first time point: then it is only said. */
function WhatItIs({ asked, ledger, draft, change }: FieldParts) {
  const lesion = ledger.lesions.find((one) => one.trackingUid === draft.lesion);
  if (draft.lesion === '') return null;
  if (lesion && isSettled(lesion, asked.studyId)) {
    return (
      <p>
        {ROLE_WORDS[lesion.role]}: {NATURE_WORDS[lesion.nature]}. Settled when it was first entered.
      </p>
    );
  }
  return (
    <>
      <SelectField
        label="It is a"
        value={draft.role}
        options={LesionRole.options.map((value) => ({ value, words: ROLE_WORDS[value] }))}
        onChange={(role) => change(settleKind({ ...draft, role }))}
      />
      <SelectField
        label="Kind"
        value={draft.nature}
        options={LesionNature.options.map((value) => ({ value, words: NATURE_WORDS[value] }))}
        onChange={(nature) => change(settleKind({ ...draft, nature }))}
      />
      <TextField
        label="Organ"
        value={draft.organ}
        maxLength={64}
        hint="All lymph nodes count as one organ."
        onChange={(event) => change({ ...draft, organ: event.target.value })}
      />
    </>
  );
}

function WhatWasFound({ asked, ledger, draft, change }: FieldParts) {
  if (draft.lesion === '') return null;
  const kinds = FINDINGS_OF[draft.role].filter((kind) => mayBeFound(kind, draft));
  const others = ledger.lesions.filter(({ role, trackingUid }) => role === 'target' && trackingUid !== draft.lesion);
  return (
    <>
      <SelectField
        label="Found"
        value={draft.kind}
        options={kinds.map((value) => ({ value, words: FINDING_WORDS[value] }))}
        onChange={(kind) => change({ ...draft, kind })}
      />
      {draft.kind === 'merged' ? (
        <SelectField
          label="Together with"
          value={draft.into}
          options={[
            { value: '', words: 'Choose …' },
            ...others.map((one) => ({ value: one.trackingUid, words: lesionName(one) })),
          ]}
          onChange={(into) => change({ ...draft, into })}
        />
      ) : null}
      {draft.kind === 'not-evaluated' ? (
        <TextField
          label="Why"
          value={draft.reason}
          maxLength={200}
          onChange={(event) => change({ ...draft, reason: event.target.value })}
        />
      ) : null}
      <DiameterField asked={asked} ledger={ledger} draft={draft} change={change} />
    </>
  );
}
