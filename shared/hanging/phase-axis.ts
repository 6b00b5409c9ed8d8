import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { beatTimes } from '../rules/time-curve/beat-times.ts';
import { clockOf } from '../rules/time-curve/series-clock.ts';

/** What tells the pictures of one place apart, in the order that follows from it. */
export interface PhaseAxis {
  /** For each place of the order the place among the pictures that were given. */
  readonly order: readonly number[];
  /** Of each in the order: "b 800 s/mm²", "320 ms after the R wave"; all empty where nothing tells them apart. */
  readonly words: readonly string[];
  /** Of each in the order, rising; null: what tells them apart is no time. */
  readonly seconds: readonly number[] | null;
}

/** Times of a series that is shorter are said in milliseconds, s. */
const IN_MS = 10;

/** @param frames of one place, all of one kind, in the order of their stacks */
export function phaseAxis(frames: readonly SeriesFrame[]): PhaseAxis {
  return (
    byBValue(frames) ?? byEcho(frames) ?? byBeat(frames) ?? byPercent(frames) ?? byTime(frames) ?? byNumber(frames)
  );
}

/** Pictures of one b-value are told apart by the direction of their gradient, where each has one. */
function byBValue(frames: readonly SeriesFrame[]): PhaseAxis | null {
  const values = frames.map(({ info }) => info.acquired?.bValue ?? null);
  if (!areKnown(values) || new Set(values).size < 2) return null;
  const order = rising(values);
  const words = order.map((at, place) => {
    const own = values[at] ?? 0;
    const alike = order.filter((other) => values[other] === own);
    const rank = order.slice(0, place + 1).filter((other) => values[other] === own).length;
    const isDirected = alike.every((other) => frames[other]?.info.acquired?.gradient !== undefined);
    const which = alike.length > 1 ? `, ${isDirected ? 'direction' : 'image'} ${rank} of ${alike.length}` : '';
    return `b ${short(own)} s/mm²${which}`;
  });
  return { order, words, seconds: null };
}

function byEcho(frames: readonly SeriesFrame[]): PhaseAxis | null {
  const values = frames.map(({ info }) => info.acquired?.echoTime ?? null);
  if (!areKnown(values) || new Set(values).size < frames.length) return null;
  const order = rising(values);
  return { order, words: order.map((at) => `TE ${short(values[at] ?? 0)} ms`), seconds: null };
}

/** Within one heart beat. */
function byBeat(frames: readonly SeriesFrame[]): PhaseAxis | null {
  const beat = beatTimes(frames);
  if (!beat) return null;
  const { order, times } = beat;
  const words = order.map((at, place) => {
    const percent = frames[at]?.info.acquired?.cardiacPhase;
    const share = percent === undefined ? '' : ` (${short(percent)} % of the heart cycle)`;
    return `${Math.round(times[place] ?? 0)} ms after the R wave${share}`;
  });
  return { order, words, seconds: times.map((time) => time / 1000) };
}

function byPercent(frames: readonly SeriesFrame[]): PhaseAxis | null {
  const values = frames.map(({ info }) => info.acquired?.cardiacPhase ?? null);
  if (!areKnown(values) || new Set(values).size < frames.length) return null;
  const order = rising(values);
  return { order, words: order.map((at) => `${short(values[at] ?? 0)} % of the heart cycle`), seconds: null };
}

function byTime(frames: readonly SeriesFrame[]): PhaseAxis | null {
  const clock = clockOf(frames, false);
  if (!clock?.ok) return null;
  const order = clock.frames.map((one) => frames.indexOf(one));
  const { seconds } = clock;
  if (seconds === null) return { order, words: order.map((_at, place) => `time ${place + 1}`), seconds: null };
  const inMs = (seconds.at(-1) ?? 0) < IN_MS;
  return { order, words: seconds.map((at) => `${spanText(at, inMs)} after the first`), seconds };
}

function byNumber(frames: readonly SeriesFrame[]): PhaseAxis {
  return { order: frames.map((_one, at) => at), words: frames.map(() => ''), seconds: null };
}

/** "84 ms", "12.5 s", "3 min 20 s". */
function spanText(seconds: number, inMs: boolean): string {
  if (inMs) return `${Math.round(seconds * 1000)} ms`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function areKnown(values: readonly (number | null)[]): values is readonly number[] {
  return !values.includes(null);
}

/** Of equal ones the order that they came in stays. */
function rising(values: readonly number[]): readonly number[] {
  return values.map((_value, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
