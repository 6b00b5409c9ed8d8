import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateTable } from '../../../../../shared/rules/statistics/rates.ts';
import type { Counted } from '../../../../../shared/rules/statistics/rates.ts';

const groups = (counts: readonly number[]): Counted[] =>
  counts.map((cases, at) => ({ key: String.fromCodePoint(97 + at), cases, events: Math.floor(cases / 4) }));
const shown = (counts: readonly number[], minimum = 10): string => {
  const { rows, total } = rateTable(groups(counts), minimum);
  return `${rows.map(({ shown: own }) => (own === null ? '-' : String(own.cases))).join(' ')} = ${String(total?.cases ?? '-')}`;
};
const anyGroups = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }).map(groups);

describe('rates of groups', () => {
  it.each([
    ['shows all that are enough', [20, 30, 40], '20 30 40 = 90'],
    ['hides the next one beside a single one that is too few', [5, 30, 40], '- - 40 = 75'],
    ['needs no more where two are hidden and enough together', [5, 6, 40], '- - 40 = 51'],
    ['hides another where those hidden are too few together', [2, 3, 15, 40], '- - - 40 = 60'],
    ['hides the total where nothing else is left to hide', [5], '- = -'],
    ['hides all of two where one is too few', [5, 30], '- - = 35'],
    ['hides the total of too few', [2, 3], '- - = -'],
    ['is not bothered by a group of none', [0, 30, 40], '- 30 40 = 70'],
    ['has no rows', [], ' = -'],
  ])('%s', (_, counts, expected) => {
    expect(shown(counts)).toBe(expected);
  });

  it('tells the rate with its interval', () => {
    expect(rateTable([{ key: 'a', cases: 263, events: 81 }], 10).total).toEqual({
      ...{
        cases: 263,
        events: 81,
        rate: 81 / 263,
        low: expect.closeTo(0.2553, 4) as number,
        high: expect.closeTo(0.3662, 4) as number,
      },
    });
  });

  it('never shows fewer than the minimum, nor lets a hidden group be found by subtraction', () => {
    fc.assert(
      fc.property(anyGroups, fc.integer({ min: 2, max: 25 }), (all, minimum) => {
        const { rows, total } = rateTable(all, minimum);
        for (const { shown: own } of rows) expect(own === null || own.cases >= minimum).toBe(true);
        if (total === null) return;
        expect(total.cases).toBeGreaterThanOrEqual(minimum);
        const hidden = all.filter((group, at) => group.cases > 0 && rows[at]?.shown === null);
        const rest = total.cases - rows.reduce((sum, { shown: own }) => sum + (own?.cases ?? 0), 0);
        // What is left over is nothing, or at least two groups that are the minimum together.
        expect(rest === 0 || (hidden.length >= 2 && rest >= minimum)).toBe(true);
      }),
    );
  });
});
