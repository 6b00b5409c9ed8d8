/** The value below which a share of the values lies, between two neighbours by straight line (definition 7 of Hyndman and Fan, 1996); NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError('a share is 0 to 1');
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

export interface TimeToClose {
  /** Closed ones: only of these are times known. */
  readonly closed: number;
  /** Still open: they will take longer than those that are closed, so that the times are a lower bound. */
  readonly open: number;
  /** Hours; null below the minimum of closed ones. */
  readonly times: {
    readonly quarter: number;
    readonly median: number;
    readonly threeQuarters: number;
    readonly most: number;
  } | null;
}

/** @param spans begin and end, ms since 1970; end null: still open. most: 90 % */
export function timeToClose(
  spans: readonly { readonly from: number; readonly to: number | null }[],
  minimum: number,
): TimeToClose {
  const hours = spans.flatMap(({ from, to }) => (to === null ? [] : [Math.max(0, to - from) / 3_600_000]));
  const counts = { closed: hours.length, open: spans.length - hours.length };
  if (hours.length < minimum) return { ...counts, times: null };
  const [quarter, median, threeQuarters, most] = [0.25, 0.5, 0.75, 0.9].map((share) => quantile(hours, share)) as [
    ...[number, number, number, number],
  ];
  return { ...counts, times: { quarter, median, threeQuarters, most } };
}
