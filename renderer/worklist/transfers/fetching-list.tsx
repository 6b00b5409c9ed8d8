import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Transfer } from '../../../shared/model/transfer.ts';
import { useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { Button, Parted, ProgressBar } from '../../ui/index.ts';
import { Fetching, shownTransfers } from './fetching.ts';
import { whatIsFetched, whyFetched } from './fetching-words.ts';
import styles from './transfers.module.css';

const TICK_MS = 30_000;

/**
 * What is fetched from sites: what, why, how fast, how long.
 * @param others other work that is shown: without any, it is said that nothing is on its way
 */
export function FetchingList({ others }: { readonly others: number }) {
  const { link } = useServices();
  const [fetching] = useState(() => new Fetching(link));
  useEffect(() => fetching.start(), [fetching]);
  // The clock of a recall goes on though nothing else changes.
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((times) => times + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const shown = useStore(fetching.view, useShallow(shownTransfers));
  if (shown.length === 0) return others > 0 ? null : <p className={styles['none']}>Nothing is on its way.</p>;
  return (
    <>
      <h3 className={styles['none']}>From sites</h3>
      <ul className={styles['jobs']} aria-label="Fetched from sites">
        {shown.map((transfer) => (
          <li key={transfer.transferId} className={styles['job']} data-state={transfer.state}>
            <FetchingItem transfer={transfer} fetching={fetching} />
          </li>
        ))}
      </ul>
    </>
  );
}

function FetchingItem({ transfer, fetching }: { readonly transfer: Transfer; readonly fetching: Fetching }) {
  const notices = useNotices();
  const { transferId, state, received, expected, bytes, rate, timeLeft } = transfer;
  const what = whatIsFetched(transfer);
  const act = (name: string, work: () => Promise<void>) => (): void =>
    void work().catch((error: unknown) => notices.fail(error, name));
  const isOpen = state === 'running' || state === 'waiting' || state === 'resting' || state === 'paused';
  if (!isOpen) return <Parted text={`${what}: ${whyFetched(transfer)}`} />;
  const turn =
    state === 'paused' || state === 'resting' ? (
      <Button tone="quiet" onClick={act('Go on', () => fetching.resume(transferId))} aria-label={`Go on: ${what}`}>
        {state === 'paused' ? 'Go on' : 'Try now'}
      </Button>
    ) : (
      <Button tone="quiet" onClick={act('Pause', () => fetching.pause(transferId))} aria-label={`Pause: ${what}`}>
        Pause
      </Button>
    );
  return (
    <ProgressBar
      label={`${what} (${whyFetched(transfer)})`}
      done={received}
      total={expected}
      doneBytes={bytes}
      rate={state === 'running' ? rate : null}
      timeLeft={state === 'running' ? timeLeft : null}
      actions={turn}
      onCancel={act('Cancel', () => fetching.cancel(transferId))}
    />
  );
}
