import type { SeriesFrame } from '../../dicom/sort-frames.ts';

/** Pictures of one place as phases of one heart beat. */
export interface BeatTimes {
  /** For each phase its place among the pictures that were given. */
  readonly order: readonly number[];
  /** After the R wave, rising, ms. */
  readonly times: readonly number[];
}

/** Beats that are longer are not taken for one, ms. */
const LONGEST_BEAT = 2500;
/** Phases of a shorter part of a beat are not told from one picture a beat whose trigger wavers, ms. */
const LEAST_SPAN = 100;
/** Fewer trigger times are not enough to see that they divide one beat. */
const LEAST_OF_BEAT = 4;
/** Share of the mean step that a step within a beat may be off. */
const EVEN = 0.5;

/**
 * Trigger times (0018,1060), (0020,9153) that divide one heart beat evenly; null where they do not. Then they order the pictures, whatever
 * their acquisition or content time says: a beat is put together from the beats of many seconds, and each phase bears the time of one of
 * them. Trigger times that only waver (one picture a beat: a perfusion, whose order is that of its acquisition) do not rise evenly.
 */
export function beatTimes(frames: readonly SeriesFrame[]): BeatTimes | null {
  const values = frames.flatMap(({ info }) => info.acquired?.triggerTime ?? []);
  if (values.length < Math.max(LEAST_OF_BEAT, frames.length) || new Set(values).size < values.length) return null;
  const order = values.map((_value, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const times = order.map((at) => values[at] ?? 0);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const mean = (last - first) / (times.length - 1);
  const isEven = times.every((time, at) => at === 0 || Math.abs(time - (times[at - 1] ?? 0) - mean) <= EVEN * mean);
  return last - first >= LEAST_SPAN && last - first <= LONGEST_BEAT && isEven ? { order, times } : null;
}
