import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { isSigned, nextState } from '../../../../shared/report/state-machine.ts';
import type { ReportMove, StoredReportState } from '../../../../shared/report/state-machine.ts';

const LEGAL: Readonly<Record<StoredReportState, readonly ReportMove[]>> = {
  draft: ['save', 'sign', 'discard'],
  final: ['amend'],
  addendum: ['amend'],
  discarded: [],
};
const states = fc.constantFrom<StoredReportState>('draft', 'final', 'addendum', 'discarded');
const moves = fc.constantFrom<ReportMove>('save', 'sign', 'discard', 'amend');

describe('the report state machine', () => {
  it('makes the legal moves and refuses all others', () => {
    fc.assert(
      fc.property(states, moves, fc.boolean(), (state, move, hasPredecessor) => {
        if (LEGAL[state].includes(move)) nextState(state, move, hasPredecessor);
        else expect(() => nextState(state, move, hasPredecessor)).toThrow(AppError);
      }),
    );
  });

  it('never leaves a signed state, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(moves), fc.boolean(), (tried, hasPredecessor) => {
        let state: StoredReportState = 'draft';
        let signedAs: StoredReportState | null = null;
        for (const move of tried) {
          try {
            state = nextState(state, move, hasPredecessor);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
          if (signedAs === null && isSigned(state)) signedAs = state;
          if (signedAs !== null) expect(state).toBe(signedAs);
        }
        if (signedAs !== null) expect(signedAs).toBe(hasPredecessor ? 'addendum' : 'final');
      }),
    );
  });
});
