import { displayFrames } from '../../shared/dicom/sort-frames.ts';
import type { LinkStack } from '../../shared/hanging/linked-position.ts';
import { sliceFaults } from '../../shared/hanging/slice-faults.ts';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import type { FrameRef } from '../viewer/index.ts';
import { linkOf, refsOf } from './hang-case.ts';

/** Everything that follows from the order of one series' pictures. */
export interface SeriesStack {
  readonly refs: readonly FrameRef[];
  readonly link: LinkStack;
  /** What is missing, there twice, or in another order than its numbers. */
  readonly faults: SliceFaults;
  /** Place of a picture, from 0; null when the series does not have it. */
  readonly placeOf: (ref: FrameRef) => number | null;
}

/** Stacks of the open case, worked out once a series: sorting a thousand pictures at every step would stop the scroll. */
export class SeriesStacks {
  readonly #known = new WeakMap<SeriesForReading, SeriesStack>();

  of(series: SeriesForReading): SeriesStack {
    const known = this.#known.get(series);
    if (known) return known;
    const made = makeStack(series);
    this.#known.set(series, made);
    return made;
  }
}

function makeStack(series: SeriesForReading): SeriesStack {
  // Sorted once: a long series takes some 10 ms for it.
  const frames = displayFrames(series.images);
  const refs = refsOf(frames);
  const places = new Map(refs.map((ref, place) => [keyOf(ref), place]));
  return {
    refs,
    link: linkOf(series, frames),
    faults: sliceFaults(frames),
    placeOf: (ref) => places.get(keyOf(ref)) ?? null,
  };
}

function keyOf({ objectId, frame }: FrameRef): string {
  return `${objectId}/${frame}`;
}
