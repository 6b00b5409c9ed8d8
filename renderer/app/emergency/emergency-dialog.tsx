import { useId, useState } from 'react';
import type { BreakGlassCode, EmergencyStudy, EmergencyTarget } from '../../../shared/contract/audit.ts';
import { displayDate } from '../../../shared/dicom/dates.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import { failureWords, StepUpForm } from '../people/index.ts';
import { useTask } from '../use-task.ts';
import type { Emergency } from './emergency.ts';
import styles from './emergency.module.css';

const CODES: readonly { readonly code: BreakGlassCode; readonly words: string }[] = [
  { code: 'emergency', words: 'A patient is in danger' },
  { code: 'covering', words: 'Covering for somebody who does not answer' },
  { code: 'other', words: 'Another reason' },
];

/** Opens one study in an emergency: which one, why, and by whom. */
export function EmergencyDialog({
  emergency,
  row,
  open,
  onClose,
}: {
  readonly emergency: Emergency;
  /** The study that somebody has before them; null: none. */
  readonly row: WorklistRow | null;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Emergency access" open={open} onClose={onClose} width="wide">
      <Steps emergency={emergency} row={row} onClose={onClose} />
    </Dialog>
  );
}

function Steps({
  emergency,
  row,
  onClose,
}: {
  readonly emergency: Emergency;
  readonly row: WorklistRow | null;
  readonly onClose: () => void;
}) {
  const [chosen, setChosen] = useState<StudyId | null>(row?.studyId ?? null);
  return (
    <div className={styles['form']}>
      <p>
        For a study that your role does not show you, when somebody needs it now. You see its pictures for a shift at
        most. Every such access is on record with your reason, and somebody else reviews it.
      </p>
      {row === null ? (
        <FindForm emergency={emergency} chosen={chosen} onChoose={setChosen} />
      ) : (
        <p>
          The study chosen in the list: <bdi>{studyWords({ ...row, objects: row.received })}</bdi>
        </p>
      )}
      <ReasonForm emergency={emergency} studyId={chosen} onClose={onClose} />
    </div>
  );
}

function FindForm({
  emergency,
  chosen,
  onChoose,
}: {
  readonly emergency: Emergency;
  readonly chosen: StudyId | null;
  readonly onChoose: (studyId: StudyId | null) => void;
}) {
  const task = useTask();
  const name = useId();
  const [kind, setKind] = useState<EmergencyTarget['kind']>('accession');
  const [number, setNumber] = useState('');
  const [found, setFound] = useState<readonly EmergencyStudy[] | null>(null);
  const find = async (): Promise<void> => {
    setFound(null);
    onChoose(null);
    const text = number.trim();
    const studies = await emergency.find(kind === 'accession' ? { kind, accession: text } : { kind, patientId: text });
    setFound(studies);
    if (studies.length === 1) onChoose(studies[0]?.studyId ?? null);
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (number.trim() !== '') task.start(find);
      }}
    >
      <label className={styles['choice']}>
        The number that was said to you is
        <select
          value={kind}
          data-autofocus=""
          onChange={(event) => setKind(event.target.value === 'accession' ? 'accession' : 'patient-id')}
        >
          <option value="accession">the accession number</option>
          <option value="patient-id">the patient ID</option>
        </select>
      </label>
      <div className={styles['line']}>
        <TextField
          label="Number, whole"
          value={number}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setNumber(event.target.value)}
          problem={task.failure === null ? null : failureWords(task.failure)}
        />
        <Button type="submit" disabled={number.trim() === '' || task.busy}>
          {task.busy ? 'Looking …' : 'Find studies'}
        </Button>
      </div>
      <fieldset className={styles['choices']}>
        <legend>Studies of this number</legend>
        <p role="status" className={styles['note']}>
          {foundWords(found)}
        </p>
        {found?.map((study) => (
          <label key={study.studyId} className={styles['choice']}>
            <input
              type="radio"
              name={name}
              checked={study.studyId === chosen}
              onChange={() => onChoose(study.studyId)}
            />
            {studyWords(study)}
          </label>
        ))}
      </fieldset>
    </form>
  );
}

function ReasonForm({
  emergency,
  studyId,
  onClose,
}: {
  readonly emergency: Emergency;
  readonly studyId: StudyId | null;
  readonly onClose: () => void;
}) {
  const [code, setCode] = useState<BreakGlassCode>('emergency');
  const [reason, setReason] = useState('');
  return (
    <StepUpForm
      action="Open it in an emergency"
      tone="danger"
      back="Open nothing"
      ready={studyId !== null && reason.trim() !== ''}
      onBack={onClose}
      onSubmit={async (proof) => {
        if (studyId === null) return;
        await emergency.begin({ studyId, code, reason: reason.trim() }, proof);
        onClose();
      }}
    >
      <label className={styles['choice']}>
        Why
        <select value={code} onChange={(event) => setCode(codeOf(event.target.value))}>
          {CODES.map((one) => (
            <option key={one.code} value={one.code}>
              {one.words}
            </option>
          ))}
        </select>
      </label>
      <TextField
        label="Reason, in your words: it stands in the list of reviews"
        value={reason}
        maxLength={2000}
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
    </StepUpForm>
  );
}

function foundWords(found: readonly EmergencyStudy[] | null): string {
  if (found === null) return 'Nothing was looked for yet. Looking is on record too.';
  if (found.length === 0) return 'There is none in this store. Compare the number, letter by letter.';
  return found.length === 1 ? 'One study:' : `${found.length} studies, the newest first:`;
}

/** "CT · 2026-03-01 · St. Anna · 842 objects": what tells studies apart, and nobody's name. */
function studyWords({ modalities, studyDate, site, objects }: Omit<EmergencyStudy, 'studyId'>): string {
  const count = `${objects.toLocaleString('en')} ${objects === 1 ? 'object' : 'objects'}`;
  return [modalities.join(', '), displayDate(studyDate), site, count].filter((part) => part !== '').join(' · ');
}

function codeOf(value: string): BreakGlassCode {
  return CODES.find(({ code }) => code === value)?.code ?? 'other';
}
