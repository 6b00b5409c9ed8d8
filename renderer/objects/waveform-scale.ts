import { entryOf } from '../../shared/lib/entry-of.ts';
import type { WaveformChannel, WaveformGroup } from '../../shared/model/dicom-object.ts';

/** Millimetres of the paper: 25 mm a second, 10 mm a millivolt, as recorders draw. */
export const PLOT = { mmPerSecond: 25, mmPerMillivolt: 10, row: 25, left: 5, axis: 6, mostSeconds: 30 } as const;
/** Points of one curve; more of them lie nearer than a screen can show, so each stands for the highest and lowest of its time. */
const MOST_POINTS = 4000;

export interface Curve {
  readonly label: string;
  readonly unit: string | null;
  /** Place of zero, or of the middle of the values where they have no unit of volts; mm from the top. */
  readonly middle: number;
  /** In mm of the paper. */
  readonly path: string;
}

export interface Curves {
  readonly curves: readonly Curve[];
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** "25 mm/s, 10 mm/mV". */
  readonly scale: string;
  /** Not all of it is drawn. */
  readonly cut: boolean;
}

const VOLTS: Readonly<Record<string, number>> = { uV: 0.001, µV: 0.001, mV: 1, V: 1000 };

/** All channels of a group under each other. Volts stand at one scale; anything else fills its row, and the words say so. */
export function curvesOf(group: WaveformGroup): Curves {
  const samples = Math.max(0, ...group.channels.map(({ values }) => values.length));
  const all = samples / group.frequency;
  const seconds = Math.min(all, PLOT.mostSeconds);
  const inVolts = group.channels.every(({ unit }) => unit !== null && unit in VOLTS);
  const curves = group.channels.map((channel, place): Curve => {
    const middle = PLOT.row * (place + 0.5);
    const toMm = inVolts ? voltScale(channel, middle) : ownScale(channel, middle);
    return { label: channel.label, unit: channel.unit, middle, path: pathOf(channel, group.frequency, seconds, toMm) };
  });
  return {
    curves,
    width: PLOT.left + Math.max(seconds, 1) * PLOT.mmPerSecond + PLOT.left,
    height: PLOT.row * group.channels.length + PLOT.axis,
    seconds,
    scale: inVolts
      ? `${PLOT.mmPerSecond} mm/s, ${PLOT.mmPerMillivolt} mm/mV`
      : `${PLOT.mmPerSecond} mm/s, each curve at its own height`,
    cut: all > seconds,
  };
}

function voltScale({ unit }: WaveformChannel, middle: number): (value: number) => number {
  const toMillivolts = entryOf(VOLTS, unit) ?? 1;
  return (value) => middle - value * toMillivolts * PLOT.mmPerMillivolt;
}

function ownScale({ values }: WaveformChannel, middle: number): (value: number) => number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const span = most > least ? most - least : 1;
  return (value) => middle - ((value - (least + most) / 2) / span) * PLOT.row * 0.8;
}

function pathOf(
  { values }: WaveformChannel,
  frequency: number,
  seconds: number,
  toMm: (value: number) => number,
): string {
  const count = Math.min(values.length, Math.ceil(seconds * frequency));
  const step = Math.max(1, Math.ceil((count * 2) / MOST_POINTS));
  let path = '';
  let pen = 'M';
  const put = (sample: number, value: number): void => {
    path += `${pen}${(PLOT.left + (sample / frequency) * PLOT.mmPerSecond).toFixed(2)},${toMm(value).toFixed(2)}`;
    pen = 'L';
  };
  for (let from = 0; from < count; from += step) {
    const some = values.slice(from, Math.min(from + step, count)).filter((value) => value !== null);
    if (some.length === 0) pen = 'M';
    else if (step === 1) put(from, some[0] ?? 0);
    else {
      put(from, Math.min(...some));
      put(from, Math.max(...some));
    }
  }
  return path;
}
