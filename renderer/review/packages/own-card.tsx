import { useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine, FormActions, TextField } from '../../ui/index.ts';
import styles from './packages.module.css';

/** What others need to write to the person: a line to hand over, and the fingerprint that is read to them over the telephone. */
export function OwnCard() {
  const { link } = useServices();
  const task = useTask();
  const [own, setOwn] = useState<Response<'review.card'> | null>(null);
  return (
    <section aria-label="Your card" className={styles['part']}>
      <h2>Your card</h2>
      <p className={styles['quiet']}>
        Others enrol you by this line. It is not secret; they compare its fingerprint with you by telephone.
      </p>
      {own === null ? (
        <FormActions>
          <Button
            disabled={task.busy}
            onClick={() => task.start(async () => setOwn(await link.call('review.card', {})))}
          >
            Show your card
          </Button>
        </FormActions>
      ) : (
        <>
          <output aria-label="Fingerprint" className={styles['fingerprint']}>
            {own.fingerprint}
          </output>
          <TextField
            label="Card"
            value={own.card}
            readOnly
            className={styles['mono'] ?? ''}
            onFocus={(event) => event.target.select()}
          />
        </>
      )}
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </section>
  );
}
