import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { displayDate } from '../../../shared/dicom/dates.ts';
import { displayName } from '../../../shared/dicom/person-name.ts';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { TriedStudy } from '../../../shared/hanging/protocol/try-out.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, classNames, ProgressBar, Skeleton } from '../../ui/index.ts';
import { CatchCount, caughtGroups } from './catch-count.ts';
import type { AskTried, Caught, CaughtGroup } from './catch-count.ts';
import styles from './caught-studies.module.css';

/** Studies of a group that are listed: the newest. */
const MOST_LISTED = 8;

const BUTTON_WORDS: Readonly<Record<Caught['state'], string>> = {
  none: 'Try it on every study',
  counting: 'Stop',
  stopped: 'Count again',
  counted: 'Count again',
  failed: 'Count again',
};

interface CaughtProps {
  /** The same one as long as it says the same. Null: what stands in the form is no protocol. */
  readonly document: HangingProtocol | null;
  readonly modalities: readonly string[];
  readonly ask: AskTried;
  readonly monitors: readonly HangingMonitor[];
  /** at-once: the count begins with each change; asked: when the reader says so. */
  readonly begin: 'at-once' | 'asked';
}

/** Which studies of the store a document would hang, and which not, while it is made. */
export function CaughtStudies({ document, modalities, ask, monitors, begin }: CaughtProps) {
  const [count] = useState(() => new CatchCount(ask, monitors));
  const [again, setAgain] = useState(0);
  // Of which document the count is, where it is asked for.
  const [wanted, setWanted] = useState<HangingProtocol | null>(null);
  const caught = useStore(count.store);
  const counted = begin === 'at-once' ? document : wanted;
  useEffect(() => (counted === null ? undefined : count.start(counted)), [count, counted, again]);
  const start = (): void => {
    setWanted(document);
    setAgain(again + 1);
  };
  const stop = (): void => count.stop();
  const groups = caughtGroups(caught.studies, modalities);
  const { state, of, timeLeft } = caught;
  return (
    <section
      aria-label="Studies of this store"
      aria-busy={state === 'counting'}
      className={classNames(styles['caught'], begin === 'at-once' && styles['beside'])}
    >
      <h3>Studies of this store</h3>
      <p role="status" className={styles['said']}>
        {begin === 'asked' && state !== 'none' && counted !== document
          ? 'Of the protocol before its last change: '
          : ''}
        {countWords(caught)}
      </p>
      {state === 'counting' && of !== null ? (
        <ProgressBar label="Studies looked at" done={caught.studies.length} total={of} timeLeft={timeLeft} />
      ) : null}
      {state === 'failed' ? <Failure error={caught.error} /> : null}
      {/* One button, whatever it says: the keys stay at it. */}
      <div>
        <Button disabled={document === null && state !== 'counting'} onClick={state === 'counting' ? stop : start}>
          {BUTTON_WORDS[state]}
        </Button>
      </div>
      {state === 'none' || state === 'failed' ? null : of === null ? (
        <Skeleton width="100%" height="96px" />
      ) : (
        groups.map((group) => <Group key={group.key} group={group} />)
      )}
    </section>
  );
}

/** "12 would hang so, 3 studies hang otherwise than now, 488 not; all 500 were looked at." */
function countWords({ state, studies, of }: Caught): string {
  if (state === 'none') return 'What the protocol would hang among them is not counted yet.';
  if (state === 'failed') return 'They could not be counted.';
  if (of === null) return 'They are looked at …';
  if (of === 0) return 'No study is here yet.';
  const hang = studies.filter(({ outcome }) => outcome === 'hangs').length;
  const differ = studies.filter(({ differs }) => differs).length;
  const so = `${hang} would hang so, ${studies.length - hang} not; ${differ} otherwise than now`;
  const all = of === 1 ? 'the one study here' : `all ${of} studies`;
  if (state === 'counting') return `${so}. ${studies.length} of ${of} looked at …`;
  return state === 'stopped' ? `${so}. Stopped after ${studies.length} of ${of}.` : `${so}. That is ${all}.`;
}

function Failure({ error }: { readonly error: unknown }) {
  const { title, next } = errorWords(error);
  return (
    <p role="alert">
      {title}. {next}
    </p>
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
  const says = outcome === 'hangs' || outcome === 'another' || now !== null;
  return (
    <li>
      <span className={styles['date']}>{displayDate(study.studyDate)}</span>
      <span>{study.modalities.join(' ')}</span>
      <bdi title={study.description ?? undefined} className={styles['cut']}>
        {study.description ?? 'no description'}
      </bdi>
      <bdi className={styles['cut']}>{name === '' ? 'no name' : name}</bdi>
      {says ? <span className={styles['now']}>{outcome === 'another' ? `by ${by}` : `now by ${by}`}</span> : null}
    </li>
  );
}
