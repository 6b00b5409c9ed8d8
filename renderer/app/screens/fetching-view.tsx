import { useStore } from 'zustand';
import type { Fetching } from '../../../shared/model/access.ts';
import { localMinutes } from '../local-time.ts';
import { useServices } from '../services.tsx';
import { GateNote } from './gate.tsx';
import styles from './gate.module.css';

/** Counts of the station end here. */
const MOST = 999;

/** Of the screen of the lock: what goes on behind it, in counts, and until when. Nothing of a patient. */
export function FetchingView() {
  const { access } = useServices();
  const fetching = useStore(access.view, (view) => view.fetching);
  if (fetching === null)
    return <GateNote>Studies and drafts stay encrypted on the disk while the store is locked.</GateNote>;
  return (
    <section aria-label="While locked" className={styles['fetching']}>
      <p>{fetchingWords(fetching)}</p>
      {fetching.stat > 0 ? (
        <p role="alert">
          <strong>▲ STAT: {counted(fetching.stat, 'order')} arrived</strong>
        </p>
      ) : null}
      <GateNote>
        Nothing can be seen or opened before somebody unlocks. The store closes at that time, or when the lid is shut.
      </GateNote>
    </section>
  );
}

/** "Fetching goes on: 12 studies to come, 1 result to deliver, until 04:10." */
export function fetchingWords({ until, coming, outgoing, arrived }: Fetching): string {
  const parts = [
    coming > 0 ? `${counted(coming, 'study', 'studies')} to come` : 'nothing waits to come',
    ...(outgoing > 0 ? [`${counted(outgoing, 'result')} to deliver`] : []),
    `until ${localMinutes(until).slice(-5)}`,
  ];
  const came = arrived > 0 ? ` ${counted(arrived, 'study', 'studies')} came since the lock.` : '';
  return `Fetching goes on: ${parts.join(', ')}.${came}`;
}

function counted(count: number, one: string, more = `${one}s`): string {
  return `${count >= MOST ? `${MOST} or more` : count} ${count === 1 ? one : more}`;
}
