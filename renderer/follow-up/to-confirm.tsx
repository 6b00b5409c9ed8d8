import { useState } from 'react';
import type { Response } from '../../shared/contract/index.ts';
import { Button, TextField } from '../ui/index.ts';
import { recommendationWords } from './follow-up-words.ts';
import styles from './follow-up.module.css';

interface Days {
  readonly dueFrom: string | null;
  readonly dueTo: string | null;
}

/** One sentence that was found: the reader sets the days, and says whether it is one. */
export function ToConfirm({
  one,
  busy,
  onConfirm,
  onRefuse,
}: {
  readonly one: Response<'followUp.list'>['toConfirm'][number];
  readonly busy: boolean;
  readonly onConfirm: (days: Days) => void;
  readonly onRefuse: () => void;
}) {
  const [from, setFrom] = useState(one.dueFrom ?? '');
  const [to, setTo] = useState(one.dueTo ?? '');
  const isBackward = from !== '' && to !== '' && from > to;
  return (
    <li className={styles['item']} data-state="proposed">
      <p className={styles['head']}>
        <bdi>{one.patientName}</bdi>
        {` · ${recommendationWords(one.recommendation)}`}
      </p>
      <span className={styles['state']}>{`signed ${one.signedAt.slice(0, 10)}`}</span>
      <p className={styles['words']}>
        <bdi>{one.recommendation.words}</bdi>
      </p>
      <form
        className={styles['form']}
        aria-label={`Confirm: ${recommendationWords(one.recommendation)}`}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBackward) onConfirm({ dueFrom: from === '' ? null : from, dueTo: to === '' ? null : to });
        }}
      >
        <TextField label="Due from" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        <TextField
          label="Due by"
          type="date"
          value={to}
          problem={isBackward ? 'before it begins' : null}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button type="submit" tone="primary" disabled={busy || isBackward}>
          Follow up
        </Button>
        <Button disabled={busy} onClick={onRefuse}>
          No recommendation
        </Button>
      </form>
    </li>
  );
}
