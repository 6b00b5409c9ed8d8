import { useSyncExternalStore } from 'react';
import type { WorklistRow } from '../../shared/model/study.ts';
import styles from './cells.module.css';
import { leftWords, orderWarning } from './order-words.ts';

/** Milliseconds between two looks at the clock: what is shown are minutes. */
const TICK_MS = 10_000;

function everyTick(changed: () => void): () => void {
  const timer = setInterval(changed, TICK_MS);
  return () => clearInterval(timer);
}

/** The time that the service level leaves. */
export function LeftCell({ row }: { readonly row: WorklistRow }) {
  const now = useSyncExternalStore(everyTick, () => Math.floor(Date.now() / TICK_MS) * TICK_MS);
  const left = leftWords(row, now);
  if (left === null) return null;
  return (
    <span className={styles[left.tone]} title={left.more}>
      {left.text}
    </span>
  );
}

/** What was asked for; struck where the site cancelled it. */
export function StudyCell({ row }: { readonly row: WorklistRow }) {
  const words = row.description ?? row.bodyParts.join(', ');
  if (row.order?.status !== 'cancelled') return <bdi title={row.reason ?? undefined}>{words}</bdi>;
  return (
    <>
      <span className={styles['warning']}>
        <span aria-hidden="true">✕ </span>cancelled{' '}
      </span>
      <s className={styles['quiet']}>
        <bdi>{words}</bdi>
      </s>
    </>
  );
}

/** Stands before the name where the order may be of another patient. */
export function OrderMark({ row }: { readonly row: WorklistRow }) {
  const warning = orderWarning(row.order);
  if (warning === null) return null;
  return (
    <span className={styles['warning']} title={warning}>
      <span aria-hidden="true">▲ </span>order{' '}
    </span>
  );
}
