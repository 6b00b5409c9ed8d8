import { useEffect, useState } from 'react';
import type { SelfCheck, SelfTest } from '../../../shared/model/self-test.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { inOrder, STATE_WORDS, summaryWords, tookWords } from './check-words.ts';
import styles from './onboarding.module.css';

/** Every connection and part of this station that somebody set up, looked at now. R looks again. */
export function CheckDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return open ? <OpenCheckDialog onClose={onClose} /> : null;
}

function OpenCheckDialog({ onClose }: { readonly onClose: () => void }) {
  const { link } = useServices();
  const { start, busy, failure } = useTask();
  const [test, setTest] = useState<SelfTest | null>(null);
  const look = (): void => start(async () => setTest(await link.call('profile.selfTest', {})));
  // Once, when it opens; afterwards whenever somebody asks.
  const [first] = useState(() => look);
  useEffect(() => first(), [first]);
  useEffect(() => {
    const again = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.altKey || event.metaKey || busy) return;
      event.preventDefault();
      look();
    };
    document.addEventListener('keydown', again);
    return () => document.removeEventListener('keydown', again);
  });
  const said = failure === null ? null : errorWords(failure);
  return (
    <Dialog
      title="Check this station"
      open
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button disabled={busy} keyHint="R" onClick={look}>
            Check again
          </Button>
          <Button tone="primary" data-autofocus="" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p role="status">{busy ? 'Looking …' : test === null ? '' : summaryWords(test)}</p>
      {said === null ? null : <p role="alert">{`${said.title}. ${said.data} ${said.next}`}</p>}
      {test === null ? null : (
        <ul className={styles['checks']} aria-label="What was checked" aria-busy={busy}>
          {inOrder(test.checks).map((check) => (
            <Check key={check.id} check={check} />
          ))}
        </ul>
      )}
      <p className={styles['quiet']}>
        Only what an administrator or a site has set up is asked; nothing is sent. A printer is not needed.
      </p>
    </Dialog>
  );
}

function Check({ check: { name, state, result, next, ms } }: { readonly check: SelfCheck }) {
  return (
    <li className={styles['check']} data-state={state}>
      <span className={styles['state']}>{STATE_WORDS[state]}</span>
      <div>
        <h3 className={styles['name']}>
          <bdi>{name}</bdi>
        </h3>
        <p>{result}</p>
        {next === null ? null : <p className={styles['next']}>{next}</p>}
      </div>
      <span className={styles['quiet']}>{tookWords(ms)}</span>
    </li>
  );
}
