import { useState } from 'react';
import type { DrawEnd } from '../../shared/model/review/draw.ts';
import type { Programme } from '../../shared/model/review/programme.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import { Button, FailureLine, FormActions, TextField } from '../ui/index.ts';
import { KIND_WORDS } from './review-words.ts';
import styles from './review.module.css';

const END_WORDS: Readonly<Record<DrawEnd, string>> = {
  complete: '',
  'reviewers-full': ' Nobody in the programme may take more.',
  'nothing-left': ' No further report may be drawn.',
};

/** Draws cases by a programme. */
export function DrawForm({
  programme,
  onEdit,
  onDrawn,
}: {
  readonly programme: Programme;
  readonly onEdit: () => void;
  readonly onDrawn: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [count, setCount] = useState('5');
  const [said, setSaid] = useState<string | null>(null);
  const wanted = Number(count);
  const isNumber = Number.isInteger(wanted) && wanted > 0 && wanted <= 1000;
  const { programmeId, version, kind, reviewers, windowDays } = programme;
  const readers = reviewers.length === 1 ? 'one reader' : `${reviewers.length} readers`;
  return (
    <div className={styles['draw']}>
      <p className={styles['quiet']}>
        {`${KIND_WORDS[kind]}, version ${version}: ${readers}, reports of the last ${windowDays} days.`}
      </p>
      <FormActions>
        <TextField
          label="Cases"
          value={count}
          inputMode="numeric"
          maxLength={4}
          problem={isNumber ? null : 'From 1 to 1000'}
          onChange={(event) => setCount(event.target.value)}
        />
        <Button
          tone="primary"
          disabled={task.busy || !isNumber}
          onClick={() =>
            task.start(async () => {
              const { draw } = await link.call('review.draw', { programmeId, seed: null, count: wanted });
              setSaid(
                `${draw.picks.length} of ${draw.candidates} reports drawn, seed ${draw.seed}.${END_WORDS[draw.end]}`,
              );
              onDrawn();
            })
          }
        >
          Draw
        </Button>
        <Button onClick={onEdit}>Change the programme …</Button>
      </FormActions>
      <p role="status" className={styles['quiet']}>
        {said ?? ''}
      </p>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </div>
  );
}
