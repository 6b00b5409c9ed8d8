import type { PrefetchPin } from '../../shared/model/prefetch.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import styles from './cells.module.css';

const WORDS: Readonly<Record<PrefetchPin, { readonly mine: string; readonly other: string; readonly more: string }>> = {
  claimed: {
    mine: 'mine',
    other: 'claimed',
    more: 'This case stays here and is fetched first. Its site knows of that where its worklists are told.',
  },
  'on-call': {
    mine: 'on call',
    other: 'on call',
    more: 'Kept here and fetched first: somebody here is on call for it.',
  },
  pinned: { mine: 'kept', other: 'kept', more: 'Kept here and fetched first.' },
};

/** Stands before the name of a case that somebody keeps here: it is never let go to make room. */
export function KeptMark({ row }: { readonly row: WorklistRow }) {
  if (row.kept === undefined) return null;
  const { pin, mine } = row.kept;
  // The site says that another one has it: two words that contradict each other help nobody.
  if (pin === 'claimed' && mine && row.siteClaim?.isOther === true) return null;
  const words = WORDS[pin];
  return (
    <span className={styles['accent']} title={mine ? words.more : `Another person of this station: ${words.more}`}>
      <span aria-hidden="true">{pin === 'pinned' ? '▪' : '◈'} </span>
      {mine ? words.mine : words.other}{' '}
    </span>
  );
}
