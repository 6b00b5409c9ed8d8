import { displayFrames } from '../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../shared/dicom/sort-frames.ts';
import type { LinkStack, SlicePlane } from '../../shared/hanging/linked-position.ts';
import { sliceFaults } from '../../shared/hanging/slice-faults.ts';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { mainStack, splitSeries } from '../../shared/hanging/split-series.ts';
import type { SplitStack } from '../../shared/hanging/split-series.ts';
import { faultsInOrder, orderedPlaces } from '../../shared/hanging/stack-order.ts';
import type { StackOrder } from '../../shared/model/stack-order.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import { pixelToWorld, planeNormal } from '../../shared/rules/geometry.ts';
import type { FrameRef } from '../viewer/index.ts';
import { STACK_RULES } from './stack-rules.ts';

/** Everything that follows from the order of the pictures of one stack. */
export interface SeriesStack {
  /** Among the stacks of its series, from 0. */
  readonly number: number;
  /** "b 800"; '' where the series is one stack. */
  readonly name: string;
  /** Not what the series is read by. */
  readonly minor: boolean;
  readonly frames: readonly SeriesFrame[];
  readonly refs: readonly FrameRef[];
  /** Place of its first picture in the whole series, from 0. */
  readonly from: number;
  readonly link: LinkStack;
  /** What is missing, there twice, or in another order than its numbers. */
  readonly faults: SliceFaults;
  /** Place of a picture in this stack, from 0; null when it does not have it. */
  readonly placeOf: (ref: FrameRef) => number | null;
  /** The same stack in display order, where this one follows another order. */
  readonly byPosition?: SeriesStack;
}

/** A series as it is read: its stacks one after the other. */
export interface StackedSeries {
  readonly stacks: readonly SeriesStack[];
  /** Where it is opened. */
  readonly main: SeriesStack;
  readonly count: number;
  /** Place of a picture in the whole series, from 0; null when it does not have it. */
  readonly placeOf: (ref: FrameRef) => number | null;
  /** The stack with that picture, else the main one. */
  readonly holding: (ref: FrameRef | null) => SeriesStack;
}

/** Stacks of the open case, worked out once a series: sorting a thousand pictures at every step would stop the scroll. */
export class SeriesStacks {
  readonly #known = new WeakMap<SeriesForReading, StackedSeries>();

  of(series: SeriesForReading): StackedSeries {
    const known = this.#known.get(series);
    if (known) return known;
    const made = stackedSeries(series);
    this.#known.set(series, made);
    return made;
  }
}

export function stackedSeries(series: SeriesForReading): StackedSeries {
  // Sorted once: a long series takes some 10 ms for it.
  const split = splitSeries(displayFrames(series.images), STACK_RULES);
  const stacks: SeriesStack[] = [];
  let from = 0;
  for (const one of split) {
    stacks.push(seriesStack(series, one, stacks.length, from));
    from += one.frames.length;
  }
  const main = mainStack(stacks) ?? seriesStack(series, { name: '', minor: false, frames: [] }, 0, 0);
  const holder = (ref: FrameRef): SeriesStack | null => stacks.find((stack) => stack.placeOf(ref) !== null) ?? null;
  return {
    stacks,
    main,
    count: from,
    placeOf: (ref) => {
      const stack = holder(ref);
      const place = stack?.placeOf(ref) ?? null;
      return stack === null || place === null ? null : stack.from + place;
    },
    holding: (ref) => (ref ? holder(ref) : null) ?? main,
  };
}

function seriesStack(
  series: SeriesForReading,
  { name, minor, frames }: SplitStack,
  number: number,
  from: number,
): SeriesStack {
  return {
    ...{ number, name, minor, frames, ...refsOf(frames), from },
    ...{ link: linkOf(series, frames), faults: sliceFaults(frames) },
  };
}

function refsOf(frames: readonly SeriesFrame[]): Pick<SeriesStack, 'refs' | 'placeOf'> {
  const refs = frames.map(({ image, frame }): FrameRef => ({ objectId: image.objectId, frame }));
  const places = new Map(refs.map((ref, place) => [keyOf(ref), place]));
  return { refs, placeOf: (ref) => places.get(keyOf(ref)) ?? null };
}

/** By stack, then by what it is sorted by: made once, as the stacks are. */
const ORDERED = new WeakMap<SeriesStack, Map<string, SeriesStack>>();

/** The pictures of a stack in another order, with what has to be said of that; the stack itself where it is no other. */
export function inOrder(stack: SeriesStack, order: StackOrder | null | undefined): SeriesStack {
  if (!order) return stack;
  const key = `${order.by} ${order.descending ?? false}`;
  const made = ORDERED.get(stack) ?? new Map<string, SeriesStack>();
  ORDERED.set(stack, made);
  const known = made.get(key);
  if (known) return known;
  const ordered = orderedStack(stack, order);
  made.set(key, ordered);
  return ordered;
}

function orderedStack(stack: SeriesStack, order: StackOrder): SeriesStack {
  const places = orderedPlaces(stack.frames, order, stack.faults.order === 'position');
  if (!places) return stack;
  const frames = places.from.flatMap((place) => stack.frames[place] ?? []);
  const planes = places.from.map((place) => stack.link.planes[place] ?? null);
  return {
    ...stack,
    ...{ frames, ...refsOf(frames), byPosition: stack },
    link: { ...stack.link, planes },
    faults: faultsInOrder(stack.faults, places),
  };
}

/** Where the pictures of a stack lie, for scrolling two together. */
function linkOf(series: SeriesForReading, frames: readonly SeriesFrame[]): LinkStack {
  const frameOfReference = frames[0]?.image.frameOfReference ?? series.frameOfReference;
  const planes = frames.map(({ image, info }): SlicePlane | null => {
    const { position, orientation } = info;
    const { pixels } = image;
    const normal = orientation && planeNormal(orientation);
    if (!position || !normal) return null;
    // The patient moved within the series: a place of another space is none of this one (trap 14).
    if ((image.frameOfReference ?? series.frameOfReference) !== frameOfReference) return null;
    const centre = pixels && pixelToWorld(info, [(pixels.columns - 1) / 2, (pixels.rows - 1) / 2]);
    return { position, normal, ...(centre ? { centre } : {}) };
  });
  return { frameOfReference, planes };
}

function keyOf({ objectId, frame }: FrameRef): string {
  return `${objectId}/${frame}`;
}
