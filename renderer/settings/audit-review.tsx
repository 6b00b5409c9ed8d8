import { useEffect, useId, useState } from 'react';
import type { BreakGlassGrant, BreakGlassVerdict } from '../../shared/contract/audit.ts';
import { Button } from '../ui/index.ts';
import { localTime } from './audit-grid.tsx';
import styles from './audit-dialog.module.css';

export interface ReviewCalls {
  readonly list: () => Promise<readonly BreakGlassGrant[]>;
  readonly review: (request: {
    readonly grantId: string;
    readonly verdict: BreakGlassVerdict;
    readonly note: string;
  }) => Promise<BreakGlassGrant>;
  /** Who looks: nobody reviews an access of their own. */
  readonly readerId: string | null;
}

const CODE_WORDS: Readonly<Record<BreakGlassGrant['code'], string>> = {
  emergency: 'Emergency',
  covering: 'Covering for somebody',
  other: 'Another reason',
};

/** Emergency accesses to studies, those first that nobody has reviewed. */
export function AuditReview({
  calls,
  wordsOf,
}: {
  readonly calls: ReviewCalls;
  readonly wordsOf: (failure: unknown) => string;
}) {
  const [grants, setGrants] = useState<readonly BreakGlassGrant[] | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    calls.list().then(
      (found) => {
        if (!gone) setGrants(found);
      },
      (failure: unknown) => {
        if (!gone) setSaid(wordsOf(failure));
      },
    );
    return () => {
      gone = true;
    };
  }, [calls, wordsOf]);
  const review = (grantId: string, verdict: BreakGlassVerdict, note: string): void => {
    calls.review({ grantId, verdict, note }).then(
      (reviewed) => {
        setSaid('The review is recorded.');
        setGrants((known) => known?.map((one) => (one.grantId === grantId ? reviewed : one)) ?? null);
      },
      (failure: unknown) => setSaid(wordsOf(failure)),
    );
  };
  return (
    <div className={styles['reviews']}>
      {said === null ? null : <p role="status">{said}</p>}
      {grants?.length === 0 ? (
        <p className={styles['quiet']}>Nobody has used emergency access on this station.</p>
      ) : null}
      <ul aria-label="Emergency accesses">
        {grants?.map((grant) => (
          <li key={grant.grantId} className={styles['grant']}>
            <Grant grant={grant} isOwn={grant.personId === calls.readerId} onReview={review} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Grant({
  grant,
  isOwn,
  onReview,
}: {
  readonly grant: BreakGlassGrant;
  readonly isOwn: boolean;
  readonly onReview: (grantId: string, verdict: BreakGlassVerdict, note: string) => void;
}) {
  const { personName, personId, at, endedAt, until, code, reason, studyId, verdict, note } = grant;
  return (
    <>
      <p>
        <bdi>{personName ?? personId}</bdi>, {localTime(at)} to {localTime(endedAt ?? until)}: {CODE_WORDS[code]}
      </p>
      <p>
        <bdi>{reason}</bdi>
      </p>
      <p className={styles['quiet']}>Study {studyId}</p>
      {verdict !== null ? (
        <p>
          {verdict === 'justified' ? 'Reviewed: justified.' : 'Reviewed: not justified.'} <bdi>{note ?? ''}</bdi>
        </p>
      ) : isOwn ? (
        <p className={styles['quiet']}>Your own: another coordinator or administrator reviews it.</p>
      ) : (
        <ReviewForm grant={grant} onReview={onReview} />
      )}
    </>
  );
}

function ReviewForm({
  grant,
  onReview,
}: {
  readonly grant: BreakGlassGrant;
  readonly onReview: (grantId: string, verdict: BreakGlassVerdict, note: string) => void;
}) {
  const id = useId();
  const [note, setNote] = useState('');
  const name = grant.personName ?? grant.personId;
  return (
    <div className={styles['form']}>
      <label htmlFor={id}>
        Note
        <input id={id} type="text" value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Button aria-label={`Justified: access of ${name}`} onClick={() => onReview(grant.grantId, 'justified', note)}>
        Justified
      </Button>
      <Button
        aria-label={`Not justified: access of ${name}`}
        onClick={() => onReview(grant.grantId, 'not-justified', note)}
      >
        Not justified
      </Button>
    </div>
  );
}
