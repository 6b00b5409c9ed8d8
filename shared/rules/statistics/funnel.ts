import { requireCounts } from './wilson.ts';

export interface FunnelLimits {
  readonly low95: number;
  readonly high95: number;
  readonly low998: number;
  readonly high998: number;
}

export interface FunnelPoint {
  readonly cases: number;
  readonly rate: number;
  readonly limits: FunnelLimits;
  /** Where it lies; alarm: outside 99.8 %, warning: outside 95 %. */
  readonly place: 'within' | 'warning-low' | 'warning-high' | 'alarm-low' | 'alarm-high';
}

/**
 * Limits of a rate about a target for so many cases: exact binomial ones, interpolated between whole counts so that they are smooth
 * (Spiegelhalter, Statistics in Medicine 2005; 24: 1185, appendix A.1.1), at 95 and 99.8 %.
 */
export function funnelLimits(target: number, cases: number): FunnelLimits {
  if (!(target >= 0 && target <= 1) || !Number.isInteger(cases) || cases < 1) throw new RangeError('no funnel of this');
  const counts = binomialSums(target, cases);
  const at = (p: number): number => Math.min(1, Math.max(0, countAt(counts, p) / cases));
  return { low95: at(0.025), high95: at(0.975), low998: at(0.001), high998: at(0.999) };
}

export function funnelPoint(target: number, events: number, cases: number): FunnelPoint {
  requireCounts(events, cases);
  const limits = funnelLimits(target, cases);
  const rate = events / cases;
  return { cases, rate, limits, place: placeOf(rate, limits) };
}

function placeOf(rate: number, { low95, high95, low998, high998 }: FunnelLimits): FunnelPoint['place'] {
  if (rate > high998) return 'alarm-high';
  if (rate < low998) return 'alarm-low';
  if (rate > high95) return 'warning-high';
  return rate < low95 ? 'warning-low' : 'within';
}

/** The count at which the distribution function passes p, between whole counts. */
function countAt(sums: Float64Array, p: number): number {
  const at = sums.findIndex((sum) => sum > p);
  if (at < 0) return sums.length - 1;
  const sum = sums[at] ?? 1;
  const before = at === 0 ? 0 : (sums[at - 1] ?? 0);
  return at - (sum - p) / (sum - before);
}

/** P(count ≤ r) for r from 0 to n. */
export function binomialSums(p: number, n: number): Float64Array {
  const sums = new Float64Array(n + 1).fill(1);
  if (p === 0) return sums;
  if (p === 1) return sums.fill(0, 0, n);
  let logChance = n * Math.log1p(-p);
  const odds = Math.log(p) - Math.log1p(-p);
  let sum = 0;
  for (let r = 0; r <= n; r += 1) {
    sum += Math.exp(logChance);
    sums[r] = Math.min(1, sum);
    logChance += odds + Math.log((n - r) / (r + 1));
  }
  return sums;
}
