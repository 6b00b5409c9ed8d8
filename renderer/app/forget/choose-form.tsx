import { useId, useState } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { Button, TextField } from '../../ui/index.ts';
import { failureWords } from '../people/index.ts';
import { useTask } from '../use-task.ts';
import type { Chosen, ForgetBook } from './forget-book.ts';
import { NOTHING_TYPED, targetsOf, typedTarget } from './forget-targets.ts';
import type { TypedTarget } from './forget-targets.ts';
import styles from './forget.module.css';

const KINDS: readonly { readonly kind: TypedTarget['kind']; readonly words: string }[] = [
  { kind: 'study-uid', words: 'A study, by its UID' },
  { kind: 'patient-id', words: 'All studies of a patient, by the number of a hospital' },
  { kind: 'site', words: 'Everything that came from a site' },
];

/** What is to be erased: what the reader has before them, or what is named as a hospital names it. */
export function ChooseForm({
  book,
  row,
  onClose,
}: {
  readonly book: ForgetBook;
  readonly row: WorklistRow | null;
  readonly onClose: () => void;
}) {
  const task = useTask();
  const name = useId();
  const here = row === null ? [] : targetsOf(row);
  const [place, setPlace] = useState<number | null>(here.length > 0 ? 0 : null);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const chosen: Chosen | null = place === null ? typedTarget(typed) : (here[place] ?? null);
  const choose = (next: number | null, kind = typed.kind): void => {
    task.clear();
    setPlace(next);
    setTyped({ ...typed, kind });
  };
  return (
    <form
      className={styles['step']}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) task.start(() => book.count(chosen));
      }}
    >
      <fieldset className={styles['choices']}>
        <legend>What is to be erased</legend>
        {here.map(({ words }, index) => (
          <label key={words} className={styles['choice']}>
            <input
              type="radio"
              name={name}
              checked={place === index}
              data-autofocus={index === 0 ? '' : undefined}
              onChange={() => choose(index)}
            />
            <bdi>{words}</bdi>
          </label>
        ))}
        {KINDS.map(({ kind, words }, index) => (
          <label key={kind} className={styles['choice']}>
            <input
              type="radio"
              name={name}
              checked={place === null && typed.kind === kind}
              data-autofocus={here.length === 0 && index === 0 ? '' : undefined}
              onChange={() => choose(null, kind)}
            />
            {words}
          </label>
        ))}
      </fieldset>
      <div className={styles['fields']}>
        {place === null ? <Fields typed={typed} onChange={(next) => (task.clear(), setTyped(next))} /> : null}
      </div>
      <p className={styles['note']} role={task.failure === null ? undefined : 'alert'}>
        {task.failure === null ? 'Next is counted how much it is. Nothing is erased yet.' : wordsOf(task.failure)}
      </p>
      <div className={styles['actions']}>
        <Button tone="quiet" onClick={onClose}>
          Erase nothing
        </Button>
        <Button type="submit" tone="primary" disabled={chosen === null || task.busy}>
          {task.busy ? 'Counting …' : 'Count what there is'}
        </Button>
      </div>
    </form>
  );
}

function Fields({ typed, onChange }: { readonly typed: TypedTarget; readonly onChange: (typed: TypedTarget) => void }) {
  const field = (label: string, key: 'studyUid' | 'issuer' | 'patientId' | 'site', maxLength: number) => (
    <TextField
      key={key}
      label={label}
      value={typed[key]}
      maxLength={maxLength}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange({ ...typed, [key]: event.target.value })}
    />
  );
  switch (typed.kind) {
    case 'study-uid':
      return field('Study Instance UID', 'studyUid', 200);
    case 'patient-id':
      return (
        <>
          {field('Patient ID', 'patientId', 64)}
          {field('Issued by, or the site it came from', 'issuer', 64)}
        </>
      );
    case 'site':
      return field('Name of the site, as the worklist shows it', 'site', 64);
  }
}

function wordsOf(failure: unknown): string {
  if (asAppError(failure).code === 'archive/unknown-study') {
    return 'There is nothing of it in this store. Nothing was changed. Compare what you typed, letter by letter.';
  }
  return failureWords(failure);
}
