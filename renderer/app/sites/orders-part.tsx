import { useEffect, useState } from 'react';
import type { OrdersState } from '../../../shared/contract/orders.ts';
import type { OrderKind } from '../../../shared/model/order.ts';
import { Button, FailureLine } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './sites.module.css';

const KIND_WORDS: Readonly<Record<OrderKind, string>> = {
  'wipe-site': 'take its own studies back',
  revoke: 'take the way in away from a person',
  hold: 'put the station on hold',
  lift: 'lift its hold',
  'wipe-store': 'wipe the whole station',
};
const BROUGHT_WORDS = {
  none: '',
  kept: 'It is looked at when somebody unlocks.',
  taken: 'It was taken; what it did stands above the list.',
  already: 'This very order was taken before. Nothing was changed.',
} as const;

/** What sites may order this station to do, an order as a file, and what the station tells them it did. */
export function OrdersPart() {
  const { link } = useServices();
  const task = useTask();
  const [state, setState] = useState<OrdersState | null>(null);
  const [done, setDone] = useState('');
  useEffect(() => {
    let gone = false;
    link.call('orders.state', {}).then(
      (answer) => {
        if (!gone) setState(answer);
      },
      // Without an answer the part offers what it has; each act says its own failure.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const bring = async (): Promise<void> => {
    setDone('');
    const { state: brought } = await link.call('orders.bring', {});
    setDone(BROUGHT_WORDS[brought]);
  };
  const write = async (): Promise<void> => {
    setDone('');
    const { token } = await link.call('app.chooseExport', { suggestedName: 'order-confirmations.json' });
    if (token === null) return;
    const { file, confirmations } = await link.call('orders.exportTo', { token });
    setDone(`Written: ${file}, ${confirmations} ${confirmations === 1 ? 'confirmation' : 'confirmations'}.`);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <section className={styles['preview']} aria-label="Orders of sites">
      <p>
        A site orders with its signature. Number of this store, for whoever writes one:{' '}
        <bdi className={styles['fingerprint']}>{state === null ? '…' : state.storeId}</bdi>
      </p>
      {state === null || state.sites.length === 0 ? (
        <p className={styles['note']}>No site may order anything here: none has a profile in force.</p>
      ) : (
        <ul aria-label="What sites may order">
          {state.sites.map(({ siteCode, siteName, address, kinds }) => (
            <li key={siteCode}>
              <bdi>{siteName}</bdi> may {kinds.map(kindWords).join(', ')}.{' '}
              <span className={styles['note']}>
                {address === null ? 'Its orders come as files.' : `Asked at ${new URL(address).host}.`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['choice']}>
        <Button disabled={task.busy} onClick={() => task.start(bring)}>
          Bring an order as a file …
        </Button>
        <Button disabled={task.busy} onClick={() => task.start(write)}>
          Export what was done …
        </Button>
      </div>
      <p role="status" className={styles['note']}>
        {done}
      </p>
      <FailureLine said={said} />
    </section>
  );
}

function kindWords(kind: string): string {
  const words: Readonly<Record<string, string>> = KIND_WORDS;
  return words[kind] ?? kind;
}
