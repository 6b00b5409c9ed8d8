import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import { secondsOf } from '../dicom-clock.ts';
import { storedFrames } from '../mosaic.ts';
import { beatTimes } from './beat-times.ts';
import { noCurve } from './refusals.ts';
import type { RefusedCurve } from './refusals.ts';

/** Pictures of one place, the first first. `seconds` after the first one; null, with no clock, where the header has no times. */
export type TimeSeries =
  | {
      readonly ok: true;
      readonly frames: readonly SeriesFrame[];
      readonly seconds: readonly number[] | null;
      readonly clock: string | null;
    }
  | RefusedCurve;

/** A place in a header that may say when a picture was taken. */
interface Clock {
  readonly words: string;
  /** Seconds on a scale of its own; null where it does not say. */
  readonly of: (one: SeriesFrame) => number | null;
}

const TRIGGER: Clock = { words: 'trigger time (0018,1060) or (0020,9153)', of: triggerTime };

/**
 * In the order in which they are believed: the moment that a frame stands for, the moment of its acquisition, the step of a cine, the
 * offset of its temporal position, the acquisition of its object, the time after the R wave. The phases of one heart beat go by that alone.
 */
const CLOCKS: readonly Clock[] = [
  { words: 'frame reference date and time (0018,9151)', of: ({ info }) => moment(info.acquired?.referenceDateTime) },
  {
    words: 'frame acquisition date and time (0018,9074)',
    of: ({ info }) => moment(info.acquired?.acquisitionDateTime),
  },
  { words: 'frame time (0018,1063)', of: stepTime },
  { words: 'times of the frames in the header, (0018,1065) or (0054,0032)', of: listedTime },
  { words: 'temporal position time offset (0020,930D)', of: ({ info }) => info.acquired?.temporalOffset ?? null },
  { words: 'acquisition date and time (0008,0022), (0008,0032)', of: acquisitionTime },
  TRIGGER,
];

/**
 * Puts pictures of one place into the order of their times. A clock counts only where every picture has its own time by it. Without one
 * they are numbered by their temporal position, or as the frames of a cine lie; null where nothing says which came first.
 */
export function clockOf(frames: readonly SeriesFrame[], cine: boolean): TimeSeries | null {
  const phases = frames.map(({ info }) => info.temporalPosition);
  const isBeat = beatTimes(frames) !== null;
  for (const { words, of } of isBeat ? [TRIGGER] : CLOCKS) {
    const times = frames.map(of);
    if (!areDistinct(times)) continue;
    const order = inOrder(times);
    if (areDistinct(phases) && !rises(order.map((place) => phases[place] ?? NaN))) return noCurve('times-disagree');
    const first = times[order[0] ?? 0] ?? 0;
    const seconds = order.map((place) => tidy((times[place] ?? NaN) - first));
    return { ok: true, frames: pick(frames, order), seconds, clock: words };
  }
  if (areDistinct(phases)) return numbered(pick(frames, inOrder(phases)));
  return cine ? numbered(frames) : null;
}

function numbered(frames: readonly SeriesFrame[]): TimeSeries {
  return { ok: true, frames, seconds: null, clock: null };
}

function areDistinct(values: readonly (number | null)[]): values is readonly number[] {
  return !values.includes(null) && new Set(values).size === values.length;
}

function inOrder(values: readonly (number | null)[]): readonly number[] {
  return values.map((_value, place) => place).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}

function rises(values: readonly number[]): boolean {
  return values.every((value, place) => place === 0 || value > (values[place - 1] ?? value));
}

function pick(frames: readonly SeriesFrame[], order: readonly number[]): readonly SeriesFrame[] {
  return order.flatMap((place) => frames[place] ?? []);
}

/** Microseconds are all that the header has: what lies below came from subtracting large numbers. */
function tidy(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** DT; a zone at its end is left aside, all frames of a series are on one clock. */
export function moment(text: string | undefined): number | null {
  if (text === undefined) return null;
  const plain = text.trim().replace(/[+-]\d{4}$/, '');
  return plain.length < 10 ? null : secondsOf(plain.slice(0, 8), plain.slice(8));
}

function stepTime({ image, frame }: SeriesFrame): number | null {
  const every = image.frameCourse?.every;
  return every === undefined ? null : ((frame - 1) * every) / 1000;
}

function listedTime({ image, frame }: SeriesFrame): number | null {
  const at = image.frameCourse?.at?.[frame - 1];
  return at === undefined ? null : at / 1000;
}

/** Of an object with one picture, or of one sheet of slices: of several frames it says when the first one began. */
function acquisitionTime({ image }: SeriesFrame): number | null {
  if (storedFrames(image) !== 1 || image.acquisitionTime === null) return null;
  return secondsOf(image.acquisitionDate ?? '', image.acquisitionTime);
}

function triggerTime({ info }: SeriesFrame): number | null {
  const time = info.acquired?.triggerTime;
  return time === undefined ? null : time / 1000;
}
