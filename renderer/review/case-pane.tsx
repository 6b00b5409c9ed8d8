import { useEffect, useState } from 'react';
import type { ReviewId } from '../../shared/model/ids.ts';
import type { ReviewPerson, ReviewView } from '../../shared/model/review/review-view.ts';
import type { Reply } from '../../shared/model/review/review.ts';
import type { Scoring } from '../../shared/model/review/score.ts';
import { errorWords, useNotices } from '../app/notices/index.ts';
import { useRefusal } from '../app/may.ts';
import { useServices } from '../app/services.tsx';
import { Button, FailureLine, FormActions } from '../ui/index.ts';
import { BothReaders } from './beside/both-readers.tsx';
import type { CaseDesk } from './beside/case-desk.ts';
import { Compared } from './compared.tsx';
import { FindingsForm } from './findings-form.tsx';
import { Moves } from './moves.tsx';
import { CaseOrder } from './packages/case-order.tsx';
import { CLASS_WORDS, FACTOR_WORDS, KIND_WORDS, MET_WORDS, SCORE_WORDS, STATE_WORDS } from './review-words.ts';
import styles from './review.module.css';
import { ScoreForm } from './score-form.tsx';
import { TellForm } from './tell-form.tsx';
import { useCase } from './use-case.ts';

/** One case beside its pictures, or by itself where there are none: findings, then the report, then what is said of it. */
export function CasePane({
  reviewId,
  desk = null,
  onDone,
  said = null,
  onSay,
}: {
  readonly reviewId: ReviewId;
  /** Null: the copy is not on the desk. */
  readonly desk?: CaseDesk | null;
  readonly onDone?: () => void;
  /** What was said of the report before, and not given. */
  readonly said?: Scoring | null;
  readonly onSay?: (scoring: Scoring) => void;
}) {
  const { link } = useServices();
  const { view, busy, failure: failed, act } = useCase(reviewId);
  // What is typed and not given, or not with the station yet: it stays where it is when somebody else moves the case.
  const [typing, setTyping] = useState<'findings' | 'score' | null>(null);
  const readers = useReaders(view);
  const failure = failed === null ? null : errorWords(failed);
  if (view === null) {
    return (
      <div className={styles['pane']}>
        {failure === null ? <p role="status">Looking …</p> : <FailureLine said={failure} />}
      </div>
    );
  }
  const { row } = view;
  // What stands on the glass this moment is written before the case moves: with the lock it is frozen.
  const move = (work: () => Promise<ReviewView>): void =>
    act(async () => {
      await desk?.settle();
      return work();
    });
  const may = (kind: (typeof row.moves)[number]): boolean => row.moves.includes(kind);
  const isFinding = may('lock') || typing === 'findings';
  const isScoring = may('score') || typing === 'score';
  return (
    <div className={styles['pane']} data-state={row.state}>
      <header className={styles['head']}>
        <h2>{row.name}</h2>
        <span>{STATE_WORDS[row.state]}</span>
        <p
          className={styles['quiet']}
        >{`${KIND_WORDS[row.kind]}. ${row.modality} ${row.region}.${view.blind ? '' : ' Not blind.'}`}</p>
        {row.met === null ? null : <p>{MET_WORDS[row.met]}</p>}
        <p className={styles['privilege']}>Peer review: confidential, kept apart from the patient's record.</p>
        <CaseOrder reviewId={reviewId} />
        {row.state === 'locked' && row.role === 'reviewer' && !may('reveal') ? (
          <p role="note">Send your findings under Packages. The report comes back when they were received.</p>
        ) : null}
        {row.pixels ? null : <p role="note">No pictures of this case are here: only its report can be read.</p>}
        {view.copy === null || view.copy.leftOut.length === 0 ? null : (
          <p role="note">{`Not shown: ${view.copy.leftOut.map(({ what }) => what).join(', ')}.`}</p>
        )}
      </header>
      <div className={styles['body']}>
        {(isFinding && !may('lock')) || (isScoring && !may('score')) ? (
          <MovedMeanwhile onPutAway={() => setTyping(null)} />
        ) : null}
        {isFinding ? (
          <FindingsForm
            key={reviewId}
            reviewId={reviewId}
            kept={view.read}
            isOpen={may('lock')}
            onSaved={(isSaved) => setTyping(isSaved ? null : 'findings')}
          />
        ) : (
          <>
            <Compared view={view} />
            {view.report === null ? null : <BothReaders reviewId={reviewId} state={row.state} desk={desk} />}
          </>
        )}
        {isScoring ? (
          <ScoreForm
            kind={row.kind}
            busy={busy || !may('score')}
            said={said}
            onSay={(scoring) => {
              setTyping('score');
              onSay?.(scoring);
            }}
            onScore={(scoring) =>
              move(async () => {
                const scored = await link.call('review.move', { reviewId, move: { kind: 'score', scoring } });
                setTyping(null);
                return scored;
              })
            }
          />
        ) : (
          <Said view={view} />
        )}
        {view.scoring?.patientAffected === true &&
        !view.told &&
        (row.role === 'reviewer' || row.role === 'coordinator') ? (
          <TellForm
            busy={busy}
            onTell={(category, finding) => move(() => link.call('review.tell', { reviewId, category, finding }))}
          />
        ) : null}
      </div>
      <footer className={styles['foot']}>
        <FailureLine said={failure} />
        <FormActions>
          {may('lock') ? (
            <Button
              tone="primary"
              disabled={busy || typing === 'findings'}
              onClick={() => move(() => link.call('review.lock', { reviewId }))}
            >
              Lock findings
            </Button>
          ) : null}
          {may('reveal') ? (
            <Button
              tone="primary"
              disabled={busy}
              onClick={() => move(() => link.call('review.move', { reviewId, move: { kind: 'reveal' } }))}
            >
              Show the report
            </Button>
          ) : null}
          {onDone === undefined ? null : <Button onClick={onDone}>Back to the cases</Button>}
        </FormActions>
        <Moves
          view={view}
          busy={busy}
          readers={readers}
          onMove={(next) => move(() => link.call('review.move', { reviewId, move: next }))}
        />
      </footer>
    </div>
  );
}

/** Above what was typed for a case that is further than that by now. */
function MovedMeanwhile({ onPutAway }: { readonly onPutAway: () => void }) {
  return (
    <div role="alert" className={styles['moved']}>
      <p>The case was moved on from elsewhere. What you typed here last is no part of it: copy what you need.</p>
      <FormActions>
        <Button onClick={onPutAway}>Put it away</Button>
      </FormActions>
    </div>
  );
}

/** What was said of the report, as far as the person may see it. */
function Said({ view }: { readonly view: ReviewView }) {
  const { scoring, opinions, score, outcome, reply, disputed, skipped, unblindReason, told } = view;
  const lines = [
    ...(unblindReason === null ? [] : [`Seen before the findings were locked: ${unblindReason}`]),
    ...(skipped === null ? [] : [`Skipped: ${skipped}`]),
    ...(scoring === null
      ? []
      : [
          scoring.score === null ? 'Read without a score' : `Score ${scoring.score}: ${SCORE_WORDS[scoring.score]}`,
          ...(scoring.comment === '' ? [] : [scoring.comment]),
          ...(scoring.errorClass === null ? [] : [CLASS_WORDS[scoring.errorClass]]),
          ...(scoring.factors.length === 0
            ? []
            : [`May have contributed: ${scoring.factors.map((factor) => FACTOR_WORDS[factor]).join(', ')}`]),
          ...(scoring.learningPoint === '' ? [] : [`Learning point: ${scoring.learningPoint}`]),
          ...(scoring.greatCall ? ['Great call'] : []),
          ...(scoring.patientAffected
            ? [told ? 'The patient is affected: a finding to be told is open' : 'The patient is affected']
            : []),
        ]),
    ...opinions.map(({ role, opinion }) =>
      opinion === null
        ? `The ${role} opinion is still to come`
        : `The ${role} opinion: ${opinion.score ?? ''} ${opinion.comment}`,
    ),
    ...(outcome === 'none' ? [] : [`Arbitration: ${outcome}${score === null ? '' : `, ${score}`}`]),
    ...(reply === null ? [] : [replyWords(reply)]),
    ...(disputed === null ? [] : [`Its reader asked for arbitration: ${disputed}`]),
  ];
  if (lines.length === 0) return null;
  return (
    <section aria-label="What was said" className={styles['lines']}>
      {lines.map((line, at) => (
        <p key={`${at} ${line}`} dir="auto">
          {line}
        </p>
      ))}
    </section>
  );
}

function replyWords({ agrees, text }: Reply): string {
  const stand = agrees ? 'Its reader agrees' : 'Its reader sees it otherwise, and leaves it at that';
  return text === '' ? stand : `${stand}: ${text}`;
}

/** Looked up, and so recorded, only when an opinion can be asked for. */
function useReaders(view: ReviewView | null): readonly ReviewPerson[] {
  const { link } = useServices();
  const notices = useNotices();
  const mayLook = useRefusal('review.readers') === null;
  const [readers, setReaders] = useState<readonly ReviewPerson[]>([]);
  const isNeeded = mayLook && view?.row.moves.includes('refer') === true;
  useEffect(() => {
    if (!isNeeded) return;
    link.call('review.readers', {}).then(
      (found) => setReaders(found.readers.filter(({ isOfStation }) => isOfStation)),
      (error: unknown) => notices.fail(error, 'Second readings'),
    );
  }, [isNeeded, link, notices]);
  return readers;
}
