import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { isFinal, isSigned, nextState } from '../../../../shared/report/state-machine.ts';
import type { ReportMove, SignedState, StoredReportState } from '../../../../shared/report/state-machine.ts';

const LEGAL: Readonly<Record<StoredReportState, readonly ReportMove[]>> = {
  draft: ['save', 'sign', 'signPreliminary', 'discard'],
  preliminary: ['finalise'],
  final: ['amend'],
  addendum: ['amend'],
  discarded: [],
};
const states = fc.constantFrom<StoredReportState>('draft', 'preliminary', 'final', 'addendum', 'discarded');
const moves = fc.constantFrom<ReportMove>('save', 'sign', 'signPreliminary', 'discard', 'amend', 'finalise');
const predecessors = fc.constantFrom<SignedState | null>(null, 'preliminary', 'final', 'addendum');

/** Preliminary is not for what is added to a final report. */
const isLegal = (state: StoredReportState, move: ReportMove, predecessor: SignedState | null): boolean =>
  LEGAL[state].includes(move) && !(move === 'signPreliminary' && predecessor !== null && isFinal(predecessor));

describe('the report state machine', () => {
  it('makes the legal moves and refuses all others', () => {
    fc.assert(
      fc.property(states, moves, predecessors, (state, move, predecessor) => {
        if (isLegal(state, move, predecessor)) nextState(state, move, predecessor);
        else expect(() => nextState(state, move, predecessor)).toThrow(AppError);
      }),
    );
  });

  it('never leaves a signed state, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(moves), predecessors, (tried, predecessor) => {
        let state: StoredReportState = 'draft';
        let signedAs: StoredReportState | null = null;
        for (const move of tried) {
          try {
            state = nextState(state, move, predecessor);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
          if (signedAs === null && isSigned(state)) signedAs = state;
          if (signedAs !== null) expect(state).toBe(signedAs);
        }
        if (signedAs === 'addendum') expect(isFinal(predecessor)).toBe(true);
        else if (signedAs !== null) expect(isFinal(predecessor)).toBe(false);
      }),
    );
  });

  it('follows any line of reports: preliminary ones first, at most one final one, then addenda', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(moves, fc.boolean()), { maxLength: 12 }), (line) => {
        const signed: SignedState[] = [];
        for (const [move] of line) {
          const last = signed.at(-1) ?? null;
          try {
            // A line goes on by a draft that names the last signed report, where such a draft may be begun.
            if (last !== null) nextState(last, isFinal(last) ? 'amend' : 'finalise', null);
            const next = nextState('draft', move, last);
            if (isSigned(next)) signed.push(next);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        }
        expect(signed.join(' ')).toMatch(/^(preliminary ?)*(final( addendum)*)?$/);
      }),
    );
  });

  it.each([
    ['preliminary', 'amend', 'report/not-final'],
    ['final', 'finalise', 'report/not-preliminary'],
    ['addendum', 'finalise', 'report/not-preliminary'],
    ['draft', 'finalise', 'report/not-signed'],
    ['preliminary', 'save', 'report/not-a-draft'],
    ['discarded', 'sign', 'report/unknown'],
  ] as const)('says of a %s report why it may not %s: %s', (state, move, code) => {
    expect(() => nextState(state, move, null)).toThrow(expect.objectContaining({ code }));
  });
});
