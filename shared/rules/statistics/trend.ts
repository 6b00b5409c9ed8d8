import { twoSided } from './normal.ts';
import { requireCounts } from './wilson.ts';

export interface TrendGroup {
  readonly events: number;
  readonly cases: number;
  /** Place on the axis: months, doses. */
  readonly score: number;
}

export interface Trend {
  /** Positive: the rate rises with the score. */
  readonly z: number;
  readonly p: number;
}

/**
 * Test for a linear trend of proportions (Cochran 1954, Armitage 1955), two-sided, without correction for continuity. Null where nothing can
 * be tested: fewer than two places, or all or none of the cases are events.
 */
export function trend(groups: readonly TrendGroup[]): Trend | null {
  for (const { events, cases } of groups) requireCounts(events, cases);
  const total = (value: (group: TrendGroup) => number): number => groups.reduce((sum, group) => sum + value(group), 0);
  const cases = total((group) => group.cases);
  const rate = cases === 0 ? 0 : total((group) => group.events) / cases;
  const mean = cases === 0 ? 0 : total((group) => group.cases * group.score) / cases;
  const spread = total((group) => group.cases * (group.score - mean) ** 2);
  const variance = rate * (1 - rate) * spread;
  if (variance === 0) return null;
  const z = total((group) => (group.score - mean) * (group.events - group.cases * rate)) / Math.sqrt(variance);
  return { z, p: twoSided(z) };
}
