import { AppError } from '../errors/app-error.ts';
import type { ReportState } from '../model/report.ts';

/** States a report row can have. A discarded draft keeps its row for the audit trail and is never shown. */
export type StoredReportState = ReportState | 'discarded';
export type ReportMove = 'save' | 'sign' | 'discard' | 'amend';

/**
 * The only legal moves: draft → {draft, final, addendum, discarded}; final and addendum stay what they are and may be amended,
 * which makes a new draft that names them. A draft with a predecessor can only become an addendum, one without only final.
 * Refusals: report/not-a-draft, report/not-signed, report/unknown for a discarded one.
 */
export function nextState(state: StoredReportState, move: ReportMove, hasPredecessor: boolean): StoredReportState {
  if (state === 'discarded') throw new AppError('report/unknown', 'the draft was discarded');
  if (state === 'draft') {
    switch (move) {
      case 'save':
        return 'draft';
      case 'sign':
        return hasPredecessor ? 'addendum' : 'final';
      case 'discard':
        return 'discarded';
      case 'amend':
        throw new AppError('report/not-signed', 'only a signed report can have an addendum');
    }
  }
  if (move === 'amend') return state;
  throw new AppError('report/not-a-draft', 'a signed report cannot be changed');
}

export function isSigned(state: StoredReportState): boolean {
  return state === 'final' || state === 'addendum';
}
