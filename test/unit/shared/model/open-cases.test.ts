import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  back,
  closed,
  closedBetween,
  MOST_ASIDE,
  NO_CASES,
  OpenCases,
  putAside,
  taken,
} from '../../../../shared/model/open-cases.ts';
import { studyOf } from '../hanging/studies.ts';

const idOf = (number: number) => studyOf(number, []).study.studyId;
const [one, two, stat] = [idOf(1), idOf(2), idOf(3)] as const;
const AT = '2026-11-23T07:00:00.000Z';

describe('cases that a reader has open', () => {
  it('come back after what interrupted them, on the desk', () => {
    const reading = taken(NO_CASES, one);
    const interrupted = putAside(reading, AT, stat);
    expect(interrupted).toEqual({ onDesk: stat, aside: [{ studyId: one, at: AT, interruptedBy: stat }] });
    expect(closed(interrupted)).toEqual({ onDesk: one, aside: [] });
  });

  it('wait for the reader who put them aside, and change places with what is on the desk', () => {
    const waiting = putAside(taken(NO_CASES, one), AT, null);
    expect(waiting.onDesk).toBeNull();
    expect(closed(taken(waiting, two))).toEqual(waiting);
    expect(back(taken(waiting, two), AT)).toEqual({
      onDesk: one,
      aside: [{ studyId: two, at: AT, interruptedBy: null }],
    });
    expect(back(NO_CASES, AT)).toBeNull();
  });

  it('were closed where the list or what they had interrupted comes in their place, and not where they wait or were left', () => {
    const reading = taken(NO_CASES, one);
    expect(closedBetween(reading, closed(reading))).toBe(one);
    const interrupted = putAside(reading, AT, stat);
    expect(closedBetween(reading, interrupted)).toBeNull();
    expect(closedBetween(interrupted, closed(interrupted))).toBe(stat);
    expect(closedBetween(reading, putAside(reading, AT, null))).toBeNull();
    expect(closedBetween(reading, taken(reading, two))).toBeNull();
    expect(closedBetween(reading, reading)).toBeNull();
    expect(closedBetween(NO_CASES, reading)).toBeNull();
  });

  it('are never on the desk and aside, never aside twice, and never too many for their schema', () => {
    const studies = Array.from({ length: MOST_ASIDE + 4 }, (_, at) => idOf(at + 1));
    const study = fc.constantFrom(...studies);
    const step = fc.oneof(
      study.map((id) => (cases: OpenCases) => taken(cases, id)),
      study.map((id) => (cases: OpenCases) => putAside(cases, AT, id)),
      fc.constant((cases: OpenCases) => putAside(cases, AT, null)),
      fc.constant(closed),
      fc.constant((cases: OpenCases) => back(cases, AT) ?? cases),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const cases = OpenCases.parse(steps.reduce((now, next) => next(now), NO_CASES));
        const ids = [cases.onDesk, ...cases.aside.map(({ studyId }) => studyId)].filter((id) => id !== null);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
