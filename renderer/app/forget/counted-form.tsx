import { useState } from 'react';
import { TextField, bytesText } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { StepUpForm } from '../people/index.ts';
import type { ForgetBook, ForgetStep } from './forget-book.ts';
import styles from './forget.module.css';

/** How much it is; erased only for whoever types that number and the own passphrase. */
export function CountedForm({
  book,
  step: { chosen, preview, changed },
}: {
  readonly book: ForgetBook;
  readonly step: Extract<ForgetStep, { at: 'counted' }>;
}) {
  const [typed, setTyped] = useState('');
  const { studies, objects, bytes, signedReports, drafts, measurements, lastBackup } = preview;
  const number = String(objects);
  const counts: readonly (readonly [string, string, boolean])[] = [
    ['Studies', plain(studies), false],
    ['Images and other objects', plain(objects), false],
    ['Size', bytesText(bytes), false],
    ['Signed reports', plain(signedReports), signedReports > 0],
    ['Reports begun, not signed', plain(drafts), drafts > 0],
    ['Measurements', plain(measurements), measurements > 0],
  ];
  return (
    <section aria-label="How much it is" className={styles['step']}>
      <p role="status">
        <bdi>{chosen.words}</bdi>
        {changed ? (
          <strong className={styles['warned']}> ▲ Counted anew: it was not what was shown before.</strong>
        ) : null}
      </p>
      <dl className={styles['counts']}>
        {counts.map(([name, value, warned]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={warned ? styles['warned'] : undefined}>{warned ? `▲ ${value}` : value}</dd>
          </div>
        ))}
      </dl>
      <p>
        {lastBackup === null
          ? 'No backup of this store is known. What is erased here is gone.'
          : `Last backup: ${localMinutes(lastBackup)}. Whoever has it and a way into it can still read what is erased here.`}
      </p>
      <StepUpForm
        action={`Erase ${plain(objects)} ${objects === 1 ? 'object' : 'objects'} for good`}
        tone="danger"
        back="Erase nothing"
        ready={typed.trim() === number}
        onBack={() => book.again()}
        onSubmit={(proof) => book.run(proof)}
      >
        <TextField
          label={`Type the number of objects, ${number}, to show that you have read it`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          inputMode="numeric"
          autoComplete="off"
          autoFocus
        />
        <p className={styles['note']}>
          This cannot be undone. The store closes for a moment, and a new recovery key may be shown next.
        </p>
      </StepUpForm>
    </section>
  );
}

const plain = (count: number): string => count.toLocaleString('en');
