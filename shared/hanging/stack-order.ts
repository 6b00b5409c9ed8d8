import type { SeriesFrame } from '../dicom/sort-frames.ts';
import type { SortKey, StackOrder } from '../model/stack-order.ts';
import { secondsOf } from '../rules/dicom-clock.ts';
import { storedFrames } from '../rules/mosaic.ts';
import { moment } from '../rules/time-curve/series-clock.ts';
import type { SliceFaults } from './slice-faults.ts';

/** How a stack follows another order than that of its positions. */
export interface OrderedPlaces {
  /** For each place of the new order the place in display order, from 0. */
  readonly from: readonly number[];
  /** What has to be said on the picture: in which order it is not, or why it is not in the one that was asked for. */
  readonly words: string;
}

const KEY_WORDS: Readonly<Record<SortKey, string>> = {
  position: 'position',
  'instance-number': 'image number',
  time: 'acquisition time',
  echo: 'echo',
  'b-value': 'b value',
  trigger: 'trigger time',
};

export function orderWords({ by, descending }: StackOrder): string {
  return `by ${KEY_WORDS[by]}${descending ? ', last first' : ''}`;
}

/**
 * The order that was asked for, from frames in display order (by position). Null where that is the same order: nothing has to be said
 * of it. A value that some picture lacks sorts nothing: it is never guessed, and the stack stays by position with the reason.
 */
export function orderedPlaces(
  frames: readonly SeriesFrame[],
  order: StackOrder,
  isByPosition: boolean,
): OrderedPlaces | null {
  if (frames.length < 2) return null;
  const places = frames.map((_frame, place) => place);
  const { by } = order;
  if (by === 'position') {
    if (!isByPosition) return { from: places, words: 'NOT SORTED BY POSITION: positions are not known' };
    return order.descending ? { from: places.toReversed(), words: 'SORTED BY POSITION, LAST FIRST' } : null;
  }
  const values = frames.map((one) => valueOf(one, by));
  const missing = values.filter((value) => value === null).length;
  if (missing > 0) {
    const what = KEY_WORDS[by];
    return { from: places, words: `NOT SORTED BY ${what.toUpperCase()}: ${missing} of ${frames.length} have none` };
  }
  const sign = order.descending ? -1 : 1;
  // Of equal ones the order of positions stays, whichever way the others run.
  const from = places.toSorted((a, b) => sign * compareValues(values[a] ?? [], values[b] ?? []) || a - b);
  if (from.every((place, at) => place === at)) return null;
  const words = `SORTED ${orderWords(order).toUpperCase()}${isByPosition ? ', NOT BY POSITION' : ''}`;
  return { from, words };
}

/** What is compared, the first number first; null where the picture does not say it. */
function valueOf({ image, frame, info }: SeriesFrame, by: Exclude<SortKey, 'position'>): readonly number[] | null {
  const { acquired } = info;
  const one = (value: number | null | undefined): readonly number[] | null =>
    value === null || value === undefined || !Number.isFinite(value) ? null : [value];
  switch (by) {
    case 'instance-number':
      return image.instanceNumber === null ? null : [image.instanceNumber, frame];
    case 'time':
      return one(timeOf({ image, frame, info }));
    case 'echo':
      return one(acquired?.echoTime ?? acquired?.echoNumber);
    case 'b-value':
      return one(acquired?.bValue);
    case 'trigger':
      return one(acquired?.triggerTime);
  }
}

/** Seconds; of the frame where it says so, else of its object, with what its frames are apart. */
function timeOf({ image, frame, info }: SeriesFrame): number | null {
  const own = moment(info.acquired?.acquisitionDateTime) ?? moment(info.acquired?.referenceDateTime);
  if (own !== null) return own;
  if (image.acquisitionTime === null) return null;
  const began = secondsOf(image.acquisitionDate ?? '', image.acquisitionTime);
  if (began === null || storedFrames(image) === 1) return began;
  const { at, every } = image.frameCourse ?? {};
  const after = at?.[frame - 1] ?? (every === undefined ? undefined : (frame - 1) * every);
  return after === undefined ? null : began + after / 1000;
}

function compareValues(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? value);
  return 0;
}

/**
 * What is wrong with a stack, told of its places in another order. Gaps and changes lie between neighbours by position: where these are
 * no neighbours any more they cannot be marked at a place, and how many there are is said with the order.
 */
export function faultsInOrder(faults: SliceFaults, { from, words }: OrderedPlaces): SliceFaults {
  const last = from.length - 1;
  const isSame = from.every((place, at) => place === at);
  if (isSame) return { ...faults, sorted: words };
  const place = new Map(from.map((old, at) => [old, at]));
  const duplicates = faults.duplicates.map((one) => ({
    place: place.get(one.place) ?? one.place,
    of: place.get(one.of) ?? one.of,
  }));
  if (from.every((old, at) => old === last - at)) {
    return {
      ...faults,
      duplicates,
      gaps: faults.gaps.map(({ after, missing }) => ({ after: last - 1 - after, missing })).toReversed(),
      changes: faults.changes
        .map(({ at, before, after }) => ({ at: last - at, before: after, after: before }))
        .toReversed(),
      turns: faults.turns.map((after) => last - 1 - after).toReversed(),
      sorted: words,
    };
  }
  const lost = faults.gaps.length + faults.changes.length + faults.turns.length;
  const unmarked =
    lost === 0 ? '' : ` (${lost} ${lost === 1 ? 'gap or change' : 'gaps or changes'} by position not marked)`;
  // Their numbers may be just what it is sorted by.
  return {
    ...faults,
    duplicates,
    numbersDiffer: false,
    gaps: [],
    changes: [],
    turns: [],
    sorted: `${words}${unmarked}`,
  };
}
