import { lazy, Suspense, useEffect, useLayoutEffect, useState } from 'react';
import type { SelfCheck, SelfTest } from '../../../shared/model/self-test.ts';
import { Button, Dialog, FailureLine, Tabs } from '../../ui/index.ts';
import type { Tab } from '../../ui/index.ts';
import type { AppDialog } from '../layout.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { inOrder, STATE_WORDS, summaryWords, tookWords } from './check-words.ts';
import styles from './onboarding.module.css';

// The viewer comes with it: nobody who looks at connections waits for that.
const PicturesPanel = lazy(async () => ({ default: (await import('../../station-check/index.ts')).PicturesPanel }));
const MonitorPanel = lazy(async () => ({ default: (await import('../../station-check/index.ts')).MonitorPanel }));

type Part = 'check' | 'check-pictures' | 'check-monitor';

const TABS: readonly Tab<Part>[] = [
  { id: 'check', label: 'Connections' },
  { id: 'check-pictures', label: 'Pictures' },
  { id: 'check-monitor', label: 'Monitor' },
];
const PANEL = 'check-panel';

/** Every part of this station looked at now: what was set up, what is drawn, and the monitor. */
export function CheckDialog({
  open,
  first = 'check',
  onClose,
}: {
  readonly open: boolean;
  /** The dialog that is wanted; none of the three parts of this one: it stays closed. */
  readonly first?: AppDialog | null;
  readonly onClose: () => void;
}) {
  const part = TABS.find(({ id }) => id === first)?.id ?? null;
  return open && part !== null ? <OpenCheckDialog key={part} first={part} onClose={onClose} /> : null;
}

function OpenCheckDialog({ first, onClose }: { readonly first: Part; readonly onClose: () => void }) {
  const [part, setPart] = useState(first);
  return (
    <Dialog
      title="Check this station"
      open
      width="broad"
      onClose={onClose}
      actions={
        <Button tone="primary" data-autofocus="" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Tabs label="Parts of the check" tabs={TABS} chosen={part} onChoose={setPart} panelId={PANEL} />
      <div id={PANEL} role="tabpanel" className={styles['panel']}>
        <Suspense fallback={<p role="status">Opening …</p>}>
          {part === 'check' ? <Connections /> : part === 'check-pictures' ? <PicturesPanel /> : <MonitorPanel />}
        </Suspense>
      </div>
    </Dialog>
  );
}

/** Every connection and part of this station that somebody set up, looked at now. R looks again. */
function Connections() {
  const { link } = useServices();
  const { start, busy, failure } = useTask();
  const [test, setTest] = useState<SelfTest | null>(null);
  const look = (): void => start(async () => setTest(await link.call('profile.selfTest', {})));
  // Once, when it opens; afterwards whenever somebody asks.
  const [first] = useState(() => look);
  useEffect(() => first(), [first]);
  // With the words that it changes, not after them: a key that is pressed as they appear is heard.
  useLayoutEffect(() => {
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
    <>
      <div className={styles['head']}>
        <p role="status">{busy ? 'Looking …' : test === null ? '' : summaryWords(test)}</p>
        <Button disabled={busy} keyHint="R" onClick={look}>
          Check again
        </Button>
      </div>
      <FailureLine said={said} />
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
    </>
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
