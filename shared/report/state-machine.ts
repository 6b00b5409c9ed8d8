import { AppError } from '../errors/app-error.ts';
import type { ReportState } from '../model/report.ts';

/** States a report row can have. A discarded draft keeps its row for the audit trail and is never shown. */
export type StoredReportState = ReportState | 'discarded';
/** What a signature makes of a draft. */
export type SignedState = Exclude<ReportState, 'draft'>;
export type ReportMove = 'save' | 'sign' | 'signPreliminary' | 'discard' | 'amend' | 'finalise';

/**
 * The only legal moves. A draft becomes final, preliminary, an addendum or discarded; what is signed stays what it is, word for
 * word. A preliminary report is taken up by a new draft that names it (`finalise`) and becomes final, or preliminary once more; a
 * final report and an addendum are added to by a new draft that names them (`amend`), which can only become an addendum.
 * @param predecessor state of the report that a draft names
 * @throws AppError report/unknown for a discarded one, report/not-a-draft, report/not-signed, report/not-final,
 * report/not-preliminary
 */
export function nextState(
  state: StoredReportState,
  move: ReportMove,
  predecessor: SignedState | null,
): StoredReportState {
  switch (state) {
    case 'discarded':
      throw new AppError('report/unknown', 'the draft was discarded');
    case 'draft':
      return nextOfDraft(move, predecessor);
    case 'preliminary':
      if (move === 'finalise') return state;
      if (move === 'amend') {
        throw new AppError('report/not-final', 'a preliminary report is taken up by a final one, not added to');
      }
      break;
    case 'final':
    case 'addendum':
      if (move === 'amend') return state;
      if (move === 'finalise') throw new AppError('report/not-preliminary', 'the report is final already');
      break;
  }
  throw new AppError('report/not-a-draft', 'a signed report cannot be changed');
}

function nextOfDraft(move: ReportMove, predecessor: SignedState | null): StoredReportState {
  const adds = isFinal(predecessor);
  switch (move) {
    case 'save':
      return 'draft';
    case 'sign':
      return adds ? 'addendum' : 'final';
    case 'signPreliminary':
      if (!adds) return 'preliminary';
      throw new AppError('report/not-preliminary', 'what is added to a final report is not preliminary');
    case 'discard':
      return 'discarded';
    case 'amend':
    case 'finalise':
      throw new AppError('report/not-signed', 'a draft is not signed yet');
  }
}

/** Frozen under somebody's name, verified or not. */
export function isSigned(state: StoredReportState): state is SignedState {
  return state === 'preliminary' || isFinal(state);
}

/** Signed by somebody who may, and not preliminary. */
export function isFinal(state: StoredReportState | null): state is 'final' | 'addendum' {
  return state === 'final' || state === 'addendum';
}
