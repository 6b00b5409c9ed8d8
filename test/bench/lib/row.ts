import type { BenchRow } from '../contract.ts';

type Measured = Pick<BenchRow, 'name' | 'unit' | 'target' | 'better'> & {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** In place of the ratio to a peer, `ours` itself is held against the target. */
  readonly absolute?: boolean;
};

/**
 * A row of the table from the samples of all rounds: medians, their ratio, and whether it meets the target. A row without
 * samples on a side that it needs misses its target.
 */
export function rowOf({ name, unit, target, better, ours, peer, absolute = false }: Measured): BenchRow {
  const [our, their] = [median(ours), median(peer)];
  const ratio = our === null || their === null || their === 0 ? null : our / their;
  const held = absolute ? our : ratio;
  const ok = held !== null && (better === 'lower' ? held <= target : held >= target);
  return { name, ours: our, peer: their, unit, ratio, target, better, ok, samples: { ours, peer } };
}

/** The middle value, of an even number the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** Value at a share (0 to 1) of the sorted values, between two of them in proportion; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
}
