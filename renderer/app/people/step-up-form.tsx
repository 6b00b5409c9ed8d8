import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useTask } from '../use-task.ts';
import styles from './people.module.css';

/** A change that takes the passphrase of whoever makes it. What went wrong stands under the form, which stays as it is. */
export function StepUpForm({
  action,
  ready,
  tone = 'primary',
  back = 'Leave it as it is',
  children,
  wordsOf = failureWords,
  onSubmit,
  onBack,
}: {
  /** Words of the button: "Add the person". */
  readonly action: string;
  /** Everything but the proof is filled in. */
  readonly ready: boolean;
  readonly tone?: 'primary' | 'danger';
  /** Words of the button that does nothing. */
  readonly back?: string;
  readonly children?: ReactNode;
  /** What went wrong, where this form knows better words than those of its code. */
  readonly wordsOf?: (failure: unknown) => string;
  /** @param proof the typed passphrase */
  readonly onSubmit: (proof: string) => Promise<void>;
  readonly onBack: () => void;
}) {
  const task = useTask();
  const [proof, setProof] = useState('');
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready || proof === '') return;
        task.start(async () => {
          try {
            await onSubmit(proof);
          } finally {
            setProof('');
          }
        });
      }}
    >
      {children}
      <TextField
        label="Your own passphrase, to show that it is you"
        type="password"
        value={proof}
        onChange={(event) => {
          setProof(event.target.value);
          task.clear();
        }}
        autoComplete="off"
        problem={task.failure === null ? null : wordsOf(task.failure)}
      />
      <div className={styles['actions']}>
        <Button tone="quiet" onClick={onBack}>
          {back}
        </Button>
        <Button type="submit" tone={tone} disabled={!ready || proof === '' || task.busy}>
          {task.busy ? 'Working …' : action}
        </Button>
      </div>
    </form>
  );
}

export function failureWords(failure: unknown): string {
  const { title, data, next } = errorWords(failure);
  return `${title}. ${data} ${next}`;
}
