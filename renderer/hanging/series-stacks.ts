import { displayFrames } from '../../shared/dicom/sort-frames.ts';
import type { LinkStack } from '../../shared/hanging/linked-position.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import { findGaps } from '../viewer/index.ts';
import type { FrameRef } from '../viewer/index.ts';
import { linkStackOf, stackOf } from './hang-case.ts';

/** Everything that follows from the order of one series' pictures. */
export interface SeriesStack {
  readonly refs: readonly FrameRef[];
  readonly link: LinkStack;
  /** Places after which slices are missing. */
  readonly gaps: readonly number[];
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
  const refs = stackOf(series);
  const link = linkStackOf(series);
  const places = new Map(refs.map((ref, place) => [keyOf(ref), place]));
  return { refs, link, gaps: gapsOf(link, series), placeOf: (ref) => places.get(keyOf(ref)) ?? null };
}

function keyOf({ objectId, frame }: FrameRef): string {
  return `${objectId}/${frame}`;
}

function gapsOf({ planes }: LinkStack, series: SeriesForReading): readonly number[] {
  return findGaps(
    planes.map((plane) =>
      plane
        ? plane.position[0] * plane.normal[0] +
          plane.position[1] * plane.normal[1] +
          plane.position[2] * plane.normal[2]
        : null,
    ),
    displayFrames(series.images).map(({ info }) => info.sliceThickness),
  );
}
