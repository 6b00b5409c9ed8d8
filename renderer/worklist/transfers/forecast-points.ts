import type { PrefetchReport } from '../../../shared/model/prefetch.ts';

export interface ForecastPoint {
  /** Shares of the whole, 0 to 1. */
  readonly time: number;
  readonly bytes: number;
}

/** How what is to come adds up over the time until all is here: for a plot. Empty where nothing comes. */
export function forecastPoints({ at, fetch }: Pick<PrefetchReport, 'at' | 'fetch'>): readonly ForecastPoint[] {
  const begin = Date.parse(at);
  const ends = fetch
    .map(({ doneAt, startsAt, bytes }) => ({ from: Date.parse(startsAt), to: Date.parse(doneAt), bytes }))
    .sort((a, b) => a.to - b.to);
  const last = ends.at(-1)?.to ?? begin;
  const total = ends.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total === 0 || last <= begin) return [];
  let sum = 0;
  const points = ends.map(({ to, bytes }) => {
    sum += bytes;
    return { time: (to - begin) / (last - begin), bytes: sum / total };
  });
  // Nothing comes before the first of them begins.
  const first = Math.max(0, (Math.min(...ends.map(({ from }) => from)) - begin) / (last - begin));
  return [{ time: 0, bytes: 0 }, { time: first, bytes: 0 }, ...points];
}
