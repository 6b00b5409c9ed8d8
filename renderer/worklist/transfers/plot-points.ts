import type { LineHistory } from '../../../shared/model/line-history.ts';
import { SAMPLE_STEP_MS } from '../../../shared/model/line-history.ts';
import type { PrefetchReport } from '../../../shared/model/prefetch.ts';
import type { PlotPoint } from '../../ui/index.ts';

const FORECAST_POINTS = 60;
/** What of the samples is drawn. */
const HOURS = 6;

/**
 * Bytes that are still to come, from now until all is here: flat where the hours of a line let nothing pass. Empty where nothing comes.
 */
export function forecastPoints({ at, fetch }: Pick<PrefetchReport, 'at' | 'fetch'>): readonly PlotPoint[] {
  const from = Date.parse(at);
  const parts = fetch.map(({ startsAt, doneAt, bytes }) => ({
    ...{ begin: Date.parse(startsAt), end: Date.parse(doneAt), bytes },
  }));
  const to = Math.max(from, ...parts.map(({ end }) => end));
  if (to === from) return [];
  return Array.from({ length: FORECAST_POINTS + 1 }, (_, place) => {
    const now = from + (place * (to - from)) / FORECAST_POINTS;
    const value = parts.reduce((sum, { begin, end, bytes }) => {
      const share = end <= begin ? Number(now >= end) : Math.min(1, Math.max(0, (now - begin) / (end - begin)));
      return sum + bytes * (1 - share);
    }, 0);
    return { at: now, value };
  });
}

/** Bytes a second of a line in the last hours, a point a sample; nothing came where there is none. Empty where nothing came at all. */
export function ratePoints({ samples }: Pick<LineHistory, 'samples'>, now: number): readonly PlotPoint[] {
  const last = now - (now % SAMPLE_STEP_MS);
  const first = last - (HOURS * 3_600_000 - SAMPLE_STEP_MS);
  const sums = new Map(samples.map(({ at, bytes }) => [Date.parse(at), bytes]));
  const points = Array.from({ length: (last - first) / SAMPLE_STEP_MS + 1 }, (_, place) => {
    const at = first + place * SAMPLE_STEP_MS;
    // The step that is on is not over yet.
    const seconds = at === last ? Math.max(1, (now - last) / 1000) : SAMPLE_STEP_MS / 1000;
    return { at, value: (sums.get(at) ?? 0) / seconds };
  });
  return points.some(({ value }) => value > 0) ? points : [];
}
