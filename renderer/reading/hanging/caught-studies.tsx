import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { displayDate } from '../../../shared/dicom/dates.ts';
import { displayName } from '../../../shared/dicom/person-name.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { TriedStudy } from '../../../shared/hanging/protocol/try-out.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, Skeleton } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import { CatchCount, caughtGroups } from './catch-count.ts';
import type { Caught, CaughtGroup } from './catch-count.ts';
import styles from './caught-studies.module.css';

/** Studies of a group that are listed: the newest. */
const MOST_LISTED = 8;

interface CaughtProps {
  /** The same one as long as it says the same. Null: what stands in the form is no protocol. */
  readonly document: HangingProtocol | null;
  readonly modalities: readonly string[];
}

/** Which studies of the store a document would hang, and which not, while it is made. */
export function CaughtStudies({ document, modalities }: CaughtProps) {
  const desk = useDesk();
  const [count] = useState(
    () => new CatchCount((request) => desk.call('hanging.tryOut', request), desk.hanging.monitors),
  );
  const [again, setAgain] = useState(0);
  const caught = useStore(count.store);
  useEffect(() => (document === null ? undefined : count.start(document)), [count, document, again]);
  const groups = caughtGroups(caught.studies, modalities);
  return (
    <section aria-label="Studies of this store" aria-busy={caught.state === 'counting'} className={styles['caught']}>
      <h3>Studies of this store</h3>
      <p role="status" className={styles['said']}>
        {countWords(caught)}
      </p>
      {caught.state === 'failed' ? (
        <Failed error={caught.error} onAgain={() => setAgain(again + 1)} />
      ) : caught.of === null ? (
        <Skeleton width="100%" height="96px" />
      ) : (
        groups.map((group) => <Group key={group.key} group={group} />)
      )}
    </section>
  );
}

/** "12 would hang so, 488 not, of the newest 500 studies of 2103." */
function countWords({ state, studies, of, stored }: Caught): string {
  if (state === 'failed') return 'They could not be counted.';
  if (of === null) return 'They are looked at …';
  if (of === 0) return 'No study is here yet.';
  const hang = studies.filter(({ outcome }) => outcome === 'hangs').length;
  const all = stored > of ? `the newest ${of} of ${stored} studies` : of === 1 ? 'the one study here' : `${of} studies`;
  const so = `${hang} would hang so, ${studies.length - hang} not`;
  return state === 'counting' ? `${so}; looked at ${studies.length} of ${all} …` : `${so}, of ${all}.`;
}

function Failed({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const { title, next } = errorWords(error);
  return (
    <div role="alert">
      <p>
        {title}. {next}
      </p>
      <Button onClick={onAgain}>Count again</Button>
    </div>
  );
}

function Group({ group: { key, title, studies } }: { readonly group: CaughtGroup }) {
  const more = studies.length - MOST_LISTED;
  if (studies.length === 0) return <p className={styles['none']}>{title}: none</p>;
  return (
    <details open={key === 'hangs'}>
      <summary>
        {title}: <strong>{studies.length}</strong>
      </summary>
      <ul aria-label={title} className={styles['studies']}>
        {studies.slice(0, MOST_LISTED).map((one) => (
          <Study key={one.study.studyId} tried={one} />
        ))}
      </ul>
      {more > 0 ? <p className={styles['none']}>and {more} older ones</p> : null}
    </details>
  );
}

function Study({ tried: { study, outcome, now } }: { readonly tried: TriedStudy }) {
  const name = displayName(study.patient.name);
  const by = now === null ? 'the built-in rules' : `“${now}”`;
  return (
    <li>
      <span className={styles['date']}>{displayDate(study.studyDate)}</span>
      <span>{study.modalities.join(' ')}</span>
      <bdi title={study.description ?? undefined} className={styles['cut']}>
        {study.description ?? 'no description'}
      </bdi>
      <bdi className={styles['cut']}>{name === '' ? 'no name' : name}</bdi>
      {outcome === 'refused' ? null : (
        <span className={styles['now']}>{outcome === 'hangs' ? `now by ${by}` : `by ${by}`}</span>
      )}
    </li>
  );
}
