/** How often values fall into each of some bins of one width; the last bin holds its upper end, too. */
export type Histogram = Readonly<{ from: number; width: number; counts: readonly number[] }>;

const MOST_BINS = 64;

/**
 * Histogram of values without gaps: whole numbers get bins of a whole width, so that no bin is empty for its width alone.
 * Null for an empty list.
 */
export function histogramOf(values: Float64Array): Histogram | null {
  let [min, max, isWhole] = [Infinity, -Infinity, true];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    isWhole &&= Number.isInteger(value);
  }
  if (!Number.isFinite(min) || !Number.isFinite(max)) return null;
  const span = max - min;
  // Nothing is left of the smallest numbers once they are divided.
  const part = span / MOST_BINS;
  const width = isWhole ? Math.max(1, Math.ceil((span + 1) / MOST_BINS)) : part > 0 ? part : 1;
  const bins = isWhole ? Math.floor(span / width) + 1 : part > 0 ? MOST_BINS : 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - min) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from: min, width, counts };
}
