import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { SignedReportState } from '../../../../shared/model/report-state.ts';
import { STATE_DIALECTS } from '../../../../shared/report/state-dialects.ts';
import { isFinal, isSigned, nextState } from '../../../../shared/report/state-machine.ts';
import type { Following, ReportMove, SignedState, StoredReportState } from '../../../../shared/report/state-machine.ts';

const FOLLOWING: readonly ReportMove[] = ['amend', 'correct', 'withdraw'];
const LEGAL: Readonly<Record<StoredReportState, readonly ReportMove[]>> = {
  draft: ['save', 'sign', 'signPreliminary', 'discard'],
  preliminary: ['finalise', 'withdraw'],
  final: FOLLOWING,
  addendum: FOLLOWING,
  corrected: FOLLOWING,
  withdrawn: [],
  discarded: [],
};
const signedStates = fc.constantFrom(...SignedReportState.options);
const states = fc.oneof(signedStates, fc.constantFrom<StoredReportState>('draft', 'discarded'));
const moves = fc.constantFrom<ReportMove>('save', 'sign', 'signPreliminary', 'discard', 'finalise', ...FOLLOWING);
const followings = fc.option(
  fc.record({ state: signedStates, intent: fc.constantFrom<Following['intent']>(null, 'correct', 'withdraw') }),
);

/** What signing a draft makes of it, told as a table of rule 3.13; a string that is no state: the code of the refusal. */
const SIGNED: readonly (readonly [SignedState | null, Following['intent'], string])[] = [
  [null, null, 'final'],
  ['preliminary', null, 'final'],
  ['final', null, 'addendum'],
  ['addendum', null, 'addendum'],
  ['corrected', null, 'addendum'],
  ['withdrawn', null, 'report/withdrawn'],
  ['preliminary', 'correct', 'report/not-final'],
  ['final', 'correct', 'corrected'],
  ['addendum', 'correct', 'corrected'],
  ['corrected', 'correct', 'corrected'],
  ['withdrawn', 'correct', 'report/withdrawn'],
  ['preliminary', 'withdraw', 'withdrawn'],
  ['final', 'withdraw', 'withdrawn'],
  ['addendum', 'withdraw', 'withdrawn'],
  ['corrected', 'withdraw', 'withdrawn'],
  ['withdrawn', 'withdraw', 'report/withdrawn'],
];

function outcome(state: StoredReportState, move: ReportMove, following: Following | null): string {
  try {
    return nextState(state, move, following);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('the report state machine', () => {
  it.each(SIGNED)('makes of a draft that follows a %s report (%s): %s', (state, intent, wanted) => {
    expect(outcome('draft', 'sign', state === null ? null : { state, intent })).toBe(wanted);
    const mayWait = state === null || (state === 'preliminary' && intent === null);
    const preliminary = outcome('draft', 'signPreliminary', state === null ? null : { state, intent });
    expect(preliminary).toBe(mayWait ? 'preliminary' : 'report/not-preliminary');
  });

  it('refuses every move that is not in the table, and never leaves a signed state', () => {
    fc.assert(
      fc.property(states, moves, followings, (state, move, following) => {
        const after = outcome(state, move, following);
        if (!LEGAL[state].includes(move)) expect(after).toContain('report/');
        else if (isSigned(state)) expect(after).toBe(state);
      }),
    );
  });

  it('follows any line of reports: preliminary ones, then one final, then addenda and corrections, then the end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(moves, followings), { maxLength: 14 }), (line) => {
        const signed: SignedState[] = [];
        for (const [move, following] of line) {
          const last = signed.at(-1) ?? null;
          const named = last === null ? null : { state: last, intent: following?.intent ?? null };
          const next = outcome('draft', move, named);
          const known = SignedReportState.safeParse(next);
          if (known.success) signed.push(known.data);
        }
        expect(signed.join(' ')).toMatch(/^(preliminary ?)*(final)?( (addendum|corrected))*( ?withdrawn)?$/);
      }),
    );
  });

  it.each([
    ['preliminary', 'amend', 'report/not-final'],
    ['preliminary', 'correct', 'report/not-final'],
    ['final', 'finalise', 'report/not-preliminary'],
    ['corrected', 'finalise', 'report/not-preliminary'],
    ['withdrawn', 'amend', 'report/withdrawn'],
    ['withdrawn', 'withdraw', 'report/withdrawn'],
    ['draft', 'correct', 'report/not-signed'],
    ['preliminary', 'save', 'report/not-a-draft'],
    ['discarded', 'sign', 'report/unknown'],
  ] as const)('says of a %s report why it may not %s: %s', (state, move, code) => {
    expect(outcome(state, move, null)).toBe(code);
  });
});

describe('the four dialects of a state', () => {
  it.each([
    ['preliminary', 'P', 'P', 'preliminary', 'UNVERIFIED', 'PRELIMINARY'],
    ['final', 'F', 'F', 'final', 'VERIFIED', 'FINAL'],
    ['addendum', 'C', 'C', 'appended', 'VERIFIED', 'FINAL'],
    ['corrected', 'C', 'C', 'corrected', 'VERIFIED', 'FINAL'],
    ['withdrawn', 'C', 'W', 'entered-in-error', undefined, undefined],
  ] as const)('%s: OBR-25 %s, OBX-11 %s, FHIR %s, SR %s %s', (state, order, result, fhir, verification, flag) => {
    const said = STATE_DIALECTS[state];
    expect([said.hl7.order, said.hl7.result, said.fhir]).toEqual([order, result, fhir]);
    expect([said.dicom?.verification, said.dicom?.preliminary]).toEqual([verification, flag]);
  });

  it('never says that an order was cancelled, and calls nothing verified that is not final', () => {
    for (const state of SignedReportState.options) {
      expect(STATE_DIALECTS[state].hl7.order).not.toBe('X');
      expect(STATE_DIALECTS[state].dicom?.verification === 'VERIFIED').toBe(isFinal(state));
    }
  });
});
