import { describe, expect, it } from 'vitest';
import { frameTimes, isSlow } from '../../../../../shared/rules/station-check/frame-times.ts';
import { isRound, isWhereLettersSay, PLACED_VIEWS } from '../../../../../shared/rules/station-check/placed-views.ts';
import { DECODE_PHANTOMS } from '../../../../../shared/rules/station-check/phantom-set.ts';
import { decodeValues, greatestDifference } from '../../../../../shared/rules/station-check/phantom-values.ts';
import { edgeLetters } from '../../../../../shared/rules/orientation.ts';

describe('what a check judges by', () => {
  it('letters worked out by hand are those of the rule, in all eight ways', () => {
    for (const { rotation, flip, letters } of PLACED_VIEWS) {
      const source = { orientation: [1, 0, 0, 0, 1, 0] as const, patientOrientation: null };
      expect(edgeLetters({ ...source, orientation: [...source.orientation] }, { rotation, flip })).toEqual(letters);
    }
    expect(new Set(PLACED_VIEWS.map(({ letters }) => Object.values(letters).join(''))).size).toBe(8);
  });

  it('a mark on the wrong side, none at all, and an oval are faults', () => {
    const [upright] = PLACED_VIEWS;
    const size = { width: 320, height: 320 };
    const at = (left: number, top: number) => ({ left, right: left + 20, top, bottom: top + 20 });
    const said = upright?.letters ?? { left: '', right: '', top: '', bottom: '' };
    expect(isWhereLettersSay(said, at(10, 10), size)).toBe(true);
    expect(isWhereLettersSay(said, at(290, 10), size)).toBe(false);
    expect(isWhereLettersSay(said, at(10, 290), size)).toBe(false);
    expect(isWhereLettersSay(said, null, size)).toBe(false);
    expect(isRound({ left: 96, right: 223, top: 96, bottom: 223 }, 40, 3.2)).toBe(true);
    expect(isRound({ left: 96, right: 223, top: 128, bottom: 191 }, 40, 3.2)).toBe(false);
  });

  it('one value that is off is found, and too few are no picture', () => {
    const known = decodeValues({ values: 'exact', bits: 12 });
    expect(greatestDifference(known, known)).toBe(0);
    expect(
      greatestDifference(
        known.map((one, at) => (at === 777 ? one + 3 : one)),
        known,
      ),
    ).toBe(3);
    expect(greatestDifference(known.slice(1), known)).toBe(Infinity);
    expect(new Set(DECODE_PHANTOMS.map(({ uid }) => uid)).size).toBe(19);
  });

  it('times are judged by the middle one and the longest', () => {
    const times = frameTimes([16, 17, 16, 18, 400]);
    expect(times).toEqual({ frames: 5, medianMs: 17, worstMs: 400 });
    expect([isSlow(times), isSlow(frameTimes([16, 20])), isSlow(frameTimes([]))]).toEqual([true, false, true]);
  });
});
