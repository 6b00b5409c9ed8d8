import { AppError } from '../errors/app-error.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { DraftIntent, ReportState, SignedReportState } from '../model/report-state.ts';

/** States a report row can have. A discarded draft keeps its row for the audit trail and is never shown. */
export type StoredReportState = ReportState | 'discarded';
/** What a signature makes of a draft. */
export type SignedState = SignedReportState;
/** Begins what follows a signed report, which itself stays what it is, word for word. */
export type FollowingMove = 'amend' | 'finalise' | 'correct' | 'withdraw';
export type DraftMove = 'save' | 'sign' | 'signPreliminary' | 'discard';
export type ReportMove = DraftMove | FollowingMove;

/** The signed report that a draft names, and what the draft does to it where it neither adds to it nor takes it up. */
export interface Following {
  readonly state: SignedState;
  readonly intent: DraftIntent | null;
}

type Refusal = readonly [ErrorCode, string];

const UNDER_WAY: Refusal = ['report/not-preliminary', 'the report is final already'];
const NOT_FINAL: Refusal = ['report/not-final', 'a preliminary report is taken up by a final one, not added to'];
const WITHDRAWN: Refusal = ['report/withdrawn', 'the report was withdrawn; a new one is written in its place'];

/**
 * What may follow a signed report (rule 3.13): preliminary → preliminary, final, withdrawn; final, addendum and corrected → addendum,
 * corrected, withdrawn; nothing follows a withdrawal.
 */
const FOLLOWS: Readonly<Record<SignedState, Readonly<Record<FollowingMove, true | Refusal>>>> = {
  preliminary: { finalise: true, amend: NOT_FINAL, correct: NOT_FINAL, withdraw: true },
  final: { finalise: UNDER_WAY, amend: true, correct: true, withdraw: true },
  addendum: { finalise: UNDER_WAY, amend: true, correct: true, withdraw: true },
  corrected: { finalise: UNDER_WAY, amend: true, correct: true, withdraw: true },
  withdrawn: { finalise: WITHDRAWN, amend: WITHDRAWN, correct: WITHDRAWN, withdraw: WITHDRAWN },
};

const MOVE_OF: Readonly<Record<DraftIntent, FollowingMove>> = { correct: 'correct', withdraw: 'withdraw' };
const SIGNED_AS: Readonly<Record<DraftIntent, SignedState>> = { correct: 'corrected', withdraw: 'withdrawn' };

/**
 * The only legal moves. A draft becomes final, preliminary, an addendum, a correction, a withdrawal or discarded. What is signed never
 * changes: whatever follows it is a report of its own that names it.
 * @param following of a draft that names a signed report
 * @throws AppError report/unknown for a discarded one, report/not-a-draft, report/not-signed, report/not-final,
 * report/not-preliminary, report/withdrawn
 */
export function nextState(state: StoredReportState, move: ReportMove, following: Following | null): StoredReportState {
  if (state === 'discarded') throw new AppError('report/unknown', 'the draft was discarded');
  if (state === 'draft') return nextOfDraft(move, following);
  if (!isFollowing(move)) throw new AppError('report/not-a-draft', 'a signed report cannot be changed');
  requireFollows(state, move);
  return state;
}

function nextOfDraft(move: ReportMove, following: Following | null): StoredReportState {
  switch (move) {
    case 'save':
      return 'draft';
    case 'discard':
      return 'discarded';
    case 'sign':
      return signedAs(following);
    case 'signPreliminary':
      if (following === null || (following.state === 'preliminary' && following.intent === null)) return 'preliminary';
      throw new AppError('report/not-preliminary', 'what is added to a final report is not preliminary');
    case 'amend':
    case 'finalise':
    case 'correct':
    case 'withdraw':
      throw new AppError('report/not-signed', 'a draft is not signed yet');
  }
}

/** @throws AppError where the draft does to that report what may not be done to it */
function signedAs(following: Following | null): SignedState {
  if (following === null) return 'final';
  const { state, intent } = following;
  if (intent === null) {
    if (state === 'preliminary') return 'final';
    requireFollows(state, 'amend');
    return 'addendum';
  }
  requireFollows(state, MOVE_OF[intent]);
  return SIGNED_AS[intent];
}

function requireFollows(state: SignedState, move: FollowingMove): void {
  const may = FOLLOWS[state][move];
  if (may !== true) throw new AppError(may[0], may[1]);
}

function isFollowing(move: ReportMove): move is FollowingMove {
  return Object.hasOwn(FOLLOWS.final, move);
}

/** Frozen under somebody's name, verified or not. */
export function isSigned(state: StoredReportState): state is SignedState {
  return state !== 'draft' && state !== 'discarded';
}

/** Signed by somebody who may, not preliminary, and not taken back. */
export function isFinal(state: StoredReportState | null): state is 'final' | 'addendum' | 'corrected' {
  return state === 'final' || state === 'addendum' || state === 'corrected';
}

/** Whether a report in this state takes the place of the one that it names; an addendum stands beside it. */
export function takesThePlace(state: SignedState): boolean {
  return state !== 'addendum';
}
