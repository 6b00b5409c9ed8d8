import { AppError } from '../errors/app-error.ts';
import type {
  Opinion,
  Reply,
  Review,
  ReviewEvent,
  ReviewMove,
  ReviewMoveKind,
  ReviewRole,
  ReviewState,
} from '../model/review/review.ts';
import type { ReaderPseudonym } from '../model/ids.ts';
import type { ArbitrationOutcome, RadpeerScore, Scoring } from '../model/review/score.ts';
import { checkOpinion, checkScoring, hasScores, needsArbitration } from './radpeer.ts';

/** A further opinion that was asked for. */
export interface AskedOpinion {
  readonly role: 'second' | 'third';
  readonly reader: ReaderPseudonym;
  /** Null: it is still to come. */
  readonly opinion: Opinion | null;
}

/** Where a review stands. */
export interface ReviewProgress {
  readonly state: ReviewState;
  /** The report was out of sight until the reviewer's own findings were locked. */
  readonly blind: boolean;
  readonly lockedHash: string | null;
  readonly unblindReason: string | null;
  readonly scoring: Scoring | null;
  readonly opinions: readonly AskedOpinion[];
  /** What it came to; null: nothing yet, or the programme has no scores. */
  readonly score: RadpeerScore | null;
  readonly outcome: ArbitrationOutcome;
  readonly reply: Reply | null;
  readonly disputed: string | null;
  readonly skipped: string | null;
}

interface Rule {
  readonly from: readonly ReviewState[];
  readonly by: readonly ReviewRole[];
  readonly to: ReviewState;
}

/** The one table: from where, by whom, to where. What else a move needs stands in `CHECKS`. */
export const REVIEW_MOVES: Readonly<Record<ReviewMoveKind, readonly Rule[]>> = {
  begin: [{ from: ['drawn'], by: ['reviewer'], to: 'reading' }],
  skip: [
    { from: ['drawn', 'reading'], by: ['reviewer'], to: 'skipped' },
    { from: ['drawn', 'reading', 'locked', 'revealed'], by: ['coordinator'], to: 'skipped' },
  ],
  lock: [{ from: ['reading'], by: ['reviewer'], to: 'locked' }],
  reveal: [{ from: ['locked'], by: ['reviewer'], to: 'revealed' }],
  unblind: [{ from: ['reading'], by: ['reviewer'], to: 'revealed' }],
  score: [{ from: ['revealed'], by: ['reviewer'], to: 'scored' }],
  refer: [{ from: ['scored', 'arbitration'], by: ['coordinator'], to: 'arbitration' }],
  opine: [{ from: ['arbitration'], by: ['second', 'third'], to: 'arbitration' }],
  settle: [{ from: ['arbitration'], by: ['coordinator'], to: 'agreed' }],
  agree: [{ from: ['scored'], by: ['coordinator'], to: 'agreed' }],
  reply: [{ from: ['agreed'], by: ['original'], to: 'agreed' }],
  dispute: [{ from: ['agreed'], by: ['original'], to: 'arbitration' }],
  close: [{ from: ['agreed'], by: ['coordinator'], to: 'closed' }],
};

const AT_FIRST: ReviewProgress = {
  ...{ state: 'drawn', blind: true, lockedHash: null, unblindReason: null, scoring: null, opinions: [], score: null },
  ...{ outcome: 'none', reply: null, disputed: null, skipped: null },
};

/** What is fixed of a review. */
export type ReviewFacts = Pick<Review, 'kind' | 'reviewer' | 'author' | 'asked'>;

/** @throws AppError as `nextProgress`, at the first event that was never allowed */
export function progressOf(review: ReviewFacts & Pick<Review, 'events'>): ReviewProgress {
  return review.events.reduce((progress, event) => nextProgress(review, progress, event), firstProgress(review));
}

/** @throws AppError review/own-case */
export function firstProgress(review: ReviewFacts): ReviewProgress {
  if (review.reviewer === review.author) throw new AppError('review/own-case', 'nobody reviews their own report');
  if (review.asked === undefined) return AT_FIRST;
  return { ...AT_FIRST, state: 'arbitration', opinions: [{ ...review.asked, opinion: null }] };
}

/**
 * The only way on.
 * @throws AppError review/wrong-role, review/wrong-state, and what the move itself needs: review/reason-missing, review/bad-score,
 * review/score-not-wanted, review/comment-missing, review/needs-arbitration, review/opinion-missing, review/own-case,
 * review/already-involved, review/already-opined, review/already-replied, review/already-disputed
 */
export function nextProgress(
  review: ReviewFacts,
  progress: ReviewProgress,
  event: Pick<ReviewEvent, 'by' | 'role' | 'move'>,
): ReviewProgress {
  const { by, role, move } = event;
  requireRole(review, progress, by, role);
  const rules = REVIEW_MOVES[move.kind].filter((rule) => rule.by.includes(role));
  if (rules.length === 0) throw new AppError('review/wrong-role', `${role} does not ${move.kind}`);
  const rule = rules.find(({ from }) => from.includes(progress.state));
  if (rule === undefined) {
    throw new AppError('review/wrong-state', `no ${move.kind} when ${progress.state}`, {
      context: { state: progress.state },
    });
  }
  return { ...progress, state: rule.to, ...changes(review, progress, by, move) };
}

/** Whether somebody is what they say they are to this review. That a coordinator is one is known to the store alone. */
function requireRole(review: ReviewFacts, { opinions }: ReviewProgress, by: ReaderPseudonym, role: ReviewRole): void {
  const asked = opinions.find((one) => one.role === role);
  const is: Readonly<Record<ReviewRole, boolean>> = {
    reviewer: by === review.reviewer,
    original: by === review.author,
    second: asked?.reader === by,
    third: asked?.reader === by,
    coordinator: true,
  };
  if (!is[role]) throw new AppError('review/wrong-role', `is not the ${role} of this review`);
  if (role === 'coordinator' && by === review.author) throw new AppError('review/own-case', 'their own report');
}

/** What a move changes beside the state. */
function changes(
  review: ReviewFacts,
  progress: ReviewProgress,
  by: ReaderPseudonym,
  move: ReviewMove,
): Partial<ReviewProgress> {
  switch (move.kind) {
    case 'begin':
      // A prior is scored by who reads its follow-up, with its report in sight.
      return review.kind === 'prior-while-reading' ? { state: 'revealed', blind: false } : {};
    case 'skip':
      return { skipped: required(move.reason) };
    case 'lock':
      return { lockedHash: move.hash };
    case 'reveal':
    case 'close':
      return {};
    case 'unblind':
      return { blind: false, unblindReason: required(move.reason) };
    case 'score':
      checkScoring(review.kind, move.scoring);
      return { scoring: move.scoring };
    case 'agree':
      return agreed(progress);
    case 'refer':
      return referred(review, progress, by, move.reader);
    case 'opine':
      return opined(review, progress, by, move.opinion);
    case 'settle':
      return settled(review, progress, by, move.score);
    case 'reply':
      if (progress.reply !== null) throw new AppError('review/already-replied', 'a reply is given once');
      return { reply: move.reply };
    case 'dispute':
      if (progress.disputed !== null) throw new AppError('review/already-disputed', 'disagreed with once before');
      return { disputed: required(move.reason) };
  }
}

function agreed({ scoring }: ReviewProgress): Partial<ReviewProgress> {
  const score = scoring?.score ?? null;
  if (needsArbitration(score)) throw new AppError('review/needs-arbitration', '2b, 3a and 3b are arbitrated first');
  return { score };
}

function referred(
  review: ReviewFacts,
  { opinions }: ReviewProgress,
  by: ReaderPseudonym,
  reader: ReaderPseudonym,
): Partial<ReviewProgress> {
  requireApart(review, opinions, by);
  if (reader === review.author) throw new AppError('review/own-case', 'their own report');
  requireApart(review, opinions, reader);
  if (reader === by) throw new AppError('review/already-involved', 'who asks for an opinion does not give it');
  if (opinions.some(({ opinion }) => opinion === null)) {
    throw new AppError('review/opinion-missing', 'the opinion before is still to come');
  }
  if (opinions.length === 2) throw new AppError('review/already-opined', 'two further opinions were given');
  return { opinions: [...opinions, { role: opinions.length === 0 ? 'second' : 'third', reader, opinion: null }] };
}

function opined(
  review: ReviewFacts,
  { opinions }: ReviewProgress,
  by: ReaderPseudonym,
  opinion: Opinion,
): Partial<ReviewProgress> {
  const asked = opinions.find(({ reader }) => reader === by);
  if (asked?.opinion !== null) throw new AppError('review/already-opined', 'an opinion is given once');
  checkOpinion(review.kind, opinion);
  return { opinions: opinions.map((one) => (one === asked ? { ...one, opinion } : one)) };
}

/** One opinion is enough where it is the first score again; else a third one is needed. */
function isSpokenFor({ opinions, scoring }: ReviewProgress): boolean {
  const [second, third] = opinions;
  if (second === undefined || second.opinion === null) return false;
  return third === undefined ? second.opinion.score === (scoring?.score ?? null) : third.opinion !== null;
}

/** One of the scores that were given stands. */
function settled(
  review: ReviewFacts,
  progress: ReviewProgress,
  by: ReaderPseudonym,
  score: RadpeerScore | null,
): Partial<ReviewProgress> {
  const { opinions, scoring } = progress;
  requireApart(review, opinions, by);
  const first = scoring?.score ?? null;
  const given = opinions.flatMap(({ opinion }) => (opinion === null ? [] : [opinion.score]));
  if (!isSpokenFor(progress)) throw new AppError('review/opinion-missing', 'a further opinion is needed');
  if (!hasScores(review.kind)) {
    if (score !== null) throw new AppError('review/score-not-wanted', 'peer learning has no scores');
    return { outcome: 'upheld' };
  }
  if (score === null || ![first, ...given].includes(score)) {
    throw new AppError('review/bad-score', 'not a score that anybody gave');
  }
  return { score, outcome: score === first ? 'upheld' : 'changed' };
}

function requireApart(review: ReviewFacts, opinions: readonly AskedOpinion[], person: ReaderPseudonym): void {
  if (person !== review.reviewer && !opinions.some(({ reader }) => reader === person)) return;
  throw new AppError('review/already-involved', 'has a part in this review');
}

function required(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed === '') throw new AppError('review/reason-missing', 'a reason is needed');
  return trimmed;
}

/** Moves that this role may make now, with the words, the score or the person that they need. */
export function movesNow(progress: ReviewProgress, role: ReviewRole): ReviewMoveKind[] {
  return (Object.keys(REVIEW_MOVES) as ReviewMoveKind[]).filter(
    (kind) =>
      REVIEW_MOVES[kind].some(({ from, by }) => by.includes(role) && from.includes(progress.state)) &&
      isStillOpen(progress, role, kind),
  );
}

/** What is given once was not given yet, and what has to come before is there. */
function isStillOpen(progress: ReviewProgress, role: ReviewRole, kind: ReviewMoveKind): boolean {
  const { scoring, opinions, reply, disputed } = progress;
  switch (kind) {
    case 'agree':
      return !needsArbitration(scoring?.score ?? null);
    case 'refer':
      return opinions.length < 2 && opinions.every(({ opinion }) => opinion !== null);
    case 'opine':
      return opinions.some((one) => one.role === role && one.opinion === null);
    case 'settle':
      return isSpokenFor(progress);
    case 'reply':
      return reply === null;
    case 'dispute':
      return disputed === null;
    default:
      return true;
  }
}
