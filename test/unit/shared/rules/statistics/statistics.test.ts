import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialSums, funnelLimits, funnelPoint } from '../../../../../shared/rules/statistics/funnel.ts';
import { kappa } from '../../../../../shared/rules/statistics/kappa.ts';
import type { KappaWeights } from '../../../../../shared/rules/statistics/kappa.ts';
import { twoSided, zOf } from '../../../../../shared/rules/statistics/normal.ts';
import { quantile, timeToClose } from '../../../../../shared/rules/statistics/quantiles.ts';
import { trend } from '../../../../../shared/rules/statistics/trend.ts';
import { wilson, wilsonCorrected } from '../../../../../shared/rules/statistics/wilson.ts';

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));

describe('the normal distribution', () => {
  it.each([
    [1.959963984540054, 0.05],
    [3.090232306167813, 0.002],
    [0, 1],
    [1, 0.317310507863],
    [2.9999, 0.002700682464],
    [5, 5.733031437584e-7],
  ])('lies further out than %d with %d', (z, p) => {
    expect(twoSided(z)).toBeCloseTo(p, 9);
    expect(twoSided(-z)).toBe(twoSided(z));
  });

  it('has the quantiles of both levels', () => {
    expect([zOf(0.95), zOf(0.998)].map((z) => rounded(1 - twoSided(z), 12))).toEqual([0.95, 0.998]);
  });
});

describe("Wilson's interval", () => {
  // Newcombe 1998, table I, methods 3 and 4.
  it.each([
    [81, 263, [0.2553, 0.3662], [0.2535, 0.3682]],
    [15, 148, [0.0624, 0.1605], [0.0598, 0.1644]],
    [0, 20, [0, 0.1611], [0, 0.2005]],
    [1, 29, [0.0061, 0.1718], [0.0018, 0.1963]],
  ])('of %d of %d is %o, corrected %o', (events, cases, plain, corrected) => {
    const both = [wilson(events, cases), wilsonCorrected(events, cases)];
    expect(both.map(({ low, high }) => [rounded(low), rounded(high)])).toEqual([plain, corrected]);
  });

  it('holds the rate, mirrors, and lies within the corrected one', () => {
    const counts = fc
      .integer({ min: 1, max: 5000 })
      .chain((cases) => fc.tuple(fc.integer({ min: 0, max: cases }), fc.constant(cases)));
    fc.assert(
      fc.property(counts, ([events, cases]) => {
        const { low, high } = wilson(events, cases);
        const wide = wilsonCorrected(events, cases);
        const mirror = wilson(cases - events, cases);
        expect(0 <= low && low <= events / cases && events / cases <= high && high <= 1).toBe(true);
        expect([1 - mirror.high, 1 - mirror.low].map((value) => rounded(value, 9))).toEqual(
          [low, high].map((value) => rounded(value, 9)),
        );
        expect(wide.low <= low && high <= wide.high).toBe(true);
      }),
    );
  });

  it('knows nothing of no case, and refuses counts that cannot be', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    for (const [events, cases] of [
      [2, 1],
      [-1, 3],
      [0.5, 2],
    ] as const)
      expect(() => wilson(events, cases)).toThrow(RangeError);
  });
});

describe('a funnel', () => {
  it('has the exact distribution under it', () => {
    // 10 throws of a fair coin: 1, 11, 56, 176 … of 1024.
    expect([...binomialSums(0.5, 10)].slice(0, 4).map((sum) => Math.round(sum * 1024))).toEqual([1, 11, 56, 176]);
    expect([...binomialSums(0, 3)]).toEqual([1, 1, 1, 1]);
    expect([...binomialSums(1, 3)]).toEqual([0, 0, 0, 1]);
  });

  it('goes between whole counts as appendix A.1.1 of Spiegelhalter 2005 says', () => {
    // Ten cases at one half: P(R ≤ 1) = 11/1024 and P(R ≤ 2) = 56/1024 lie about 0.025.
    const alpha = (56 / 1024 - 0.025) / (45 / 1024);
    expect(funnelLimits(0.5, 10).low95).toBeCloseTo((2 - alpha) / 10, 12);
    expect(funnelLimits(0.5, 10).high95).toBeCloseTo(1 - (3 - alpha) / 10, 12);
  });

  it('narrows, holds its target, and is wider at 99.8 %', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.integer({ min: 20, max: 2000 }),
        (target, cases) => {
          const { low95, high95, low998, high998 } = funnelLimits(target, cases);
          expect(low998 <= low95 && low95 <= target && target <= high95 && high95 <= high998).toBe(true);
          const later = funnelLimits(target, cases * 4);
          expect(later.high998 - later.low998).toBeLessThan(high998 - low998);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('comes near the normal one for many cases', () => {
    const { low95, high95 } = funnelLimits(0.3, 20_000);
    const half = 1.959963984540054 * Math.sqrt((0.3 * 0.7) / 20_000);
    expect([low95, high95].map((value) => rounded(value, 3))).toEqual(
      [0.3 - half, 0.3 + half].map((value) => rounded(value, 3)),
    );
  });

  it.each([
    [10, 100, 'within'],
    [17, 100, 'warning-high'],
    [22, 100, 'alarm-high'],
    [3, 100, 'warning-low'],
    [0, 100, 'alarm-low'],
  ])('puts %d of %d at a target of 10 %% %s', (events, cases, place) => {
    expect(funnelPoint(0.1, events, cases).place).toBe(place);
  });
});

describe('agreement', () => {
  const SKIN = [
    [10, 4, 1, 0],
    [5, 10, 12, 2],
    [2, 4, 12, 5],
    [0, 2, 6, 13],
  ];
  const SMALL = [
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ];
  // Manual of SAS, PROC FREQ: two dermatologists; and the reference output of SAS that statsmodels is tested by.
  it.each([
    [SKIN, 'none', [0.3449, 0.0724, 0.203, 0.4868, 0.0612]],
    [SKIN, 'linear', [0.5082, 0.0655, 0.3798, 0.6366, 0.0739]],
    [SMALL, 'none', [0.4842, 0.138, 0.2137, 0.7547, 0.1484]],
    [SMALL, 'linear', [0.4701, 0.1457, 0.1845, 0.7558, 0.1426]],
  ] as const)('of %o with weights %s is %o', (table, weights, expected) => {
    const found = kappa(table, weights);
    const values = [found?.kappa, found?.standardError, found?.low, found?.high, found?.nullError];
    expect(values.map((value) => rounded(value ?? NaN))).toEqual(expected);
  });

  it('is tested against chance', () => {
    expect(rounded(kappa(SMALL, 'none')?.p ?? NaN)).toBe(0.0011);
    expect(rounded(kappa(SMALL, 'linear')?.p ?? NaN)).toBe(0.001);
  });

  it('has the error that the delta method gives by differences, whatever the weights', () => {
    const value = (shares: readonly (readonly number[])[], weights: KappaWeights): number => {
      const far = (i: number, j: number): number =>
        weights === 'none' ? Number(i !== j) : weights === 'linear' ? Math.abs(i - j) : (i - j) ** 2;
      const sum = shares.flat().reduce((all, p) => all + p, 0);
      const rows = shares.map((row) => row.reduce((all, p) => all + p / sum, 0));
      const columns = rows.map((_, j) => shares.reduce((all, row) => all + (row[j] ?? 0) / sum, 0));
      const [seen, chance] = [
        shares.flatMap((row, i) => row.map((p, j) => (far(i, j) * p) / sum)),
        rows.flatMap((p, i) => columns.map((q, j) => far(i, j) * p * q)),
      ].map((terms) => terms.reduce((all, term) => all + term, 0)) as [number, number];
      return 1 - seen / chance;
    };
    for (const weights of ['none', 'linear', 'quadratic'] as const) {
      const shares = SKIN.map((row) => row.map((n) => n / 88));
      const slope = (i: number, j: number): number => {
        const moved = (by: number): number =>
          value(
            shares.map((row, k) => row.map((p, l) => (k === i && l === j ? p + by : p))),
            weights,
          );
        return (moved(1e-6) - moved(-1e-6)) / 2e-6;
      };
      const slopes = shares.map((row, i) => row.map((_, j) => slope(i, j)));
      const mean = slopes
        .flatMap((row, i) => row.map((g, j) => g * (shares[i]?.[j] ?? 0)))
        .reduce((all, term) => all + term, 0);
      const square = slopes
        .flatMap((row, i) => row.map((g, j) => g * g * (shares[i]?.[j] ?? 0)))
        .reduce((all, term) => all + term, 0);
      const found = kappa(SKIN, weights);
      expect(found?.kappa).toBeCloseTo(value(shares, weights), 10);
      expect(found?.standardError).toBeCloseTo(Math.sqrt((square - mean * mean) / 88), 6);
    }
  });

  it('is whole on the diagonal, and not defined where nobody ever differs', () => {
    expect(
      kappa(
        [
          [5, 0],
          [0, 7],
        ],
        'quadratic',
      ),
    ).toMatchObject({ kappa: 1, standardError: 0, low: 1, high: 1 });
    expect(
      kappa(
        [
          [9, 0],
          [0, 0],
        ],
        'linear',
      ),
    ).toBeNull();
    expect(
      kappa(
        [
          [0, 0],
          [0, 0],
        ],
        'linear',
      ),
    ).toBeNull();
    expect(() => kappa([[1, 2]], 'none')).toThrow(RangeError);
  });
});

describe('a trend', () => {
  it('is that of smokers among patients in the manual of R (prop.trend.test)', () => {
    const cases = [86, 93, 136, 82];
    const found = trend([83, 90, 129, 70].map((events, at) => ({ events, cases: cases[at] ?? 0, score: at + 1 })));
    expect([rounded((found?.z ?? NaN) ** 2), rounded(found?.p ?? NaN, 6), Math.sign(found?.z ?? NaN)]).toEqual([
      8.2249, 0.004132, -1,
    ]);
  });

  it('is that of drinking and malformations (Agresti, Categorical Data Analysis: 6.57)', () => {
    const cases = [17_114, 14_502, 793, 127, 38];
    const scores = [0, 0.5, 1.5, 4, 7];
    const found = trend(
      [48, 38, 5, 1, 1].map((events, at) => ({ events, cases: cases[at] ?? 0, score: scores[at] ?? 0 })),
    );
    expect([rounded((found?.z ?? NaN) ** 2, 2), rounded(found?.p ?? NaN)]).toEqual([6.57, 0.0104]);
  });

  it('cannot be tested where nothing varies', () => {
    expect(trend([])).toBeNull();
    expect(trend([{ events: 1, cases: 5, score: 1 }])).toBeNull();
    expect(
      trend([
        { events: 0, cases: 5, score: 1 },
        { events: 0, cases: 7, score: 2 },
      ]),
    ).toBeNull();
  });
});

describe('time to close', () => {
  it('has the quantiles of R (type 7)', () => {
    const values = [9, 1, 2, 3, 5, 4, 8, 7, 6, 10];
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => rounded(quantile(values, share)))).toEqual([1, 3.25, 5.5, 9.1, 10]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('counts what is open beside it, and shows nothing of too few', () => {
    const hour = 3_600_000;
    const spans = [1, 2, 3, 4, 5].map((hours) => ({ from: 0, to: hours * hour }));
    const open = { from: 0, to: null };
    expect(timeToClose([...spans, open], 5)).toEqual({
      ...{ closed: 5, open: 1, times: { quarter: 2, median: 3, threeQuarters: 4, most: 4.6 } },
    });
    expect(timeToClose([...spans, open], 6).times).toBeNull();
  });
});
