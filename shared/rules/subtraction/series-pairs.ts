import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import { hasAmounts, modalityRescale } from '../modality.ts';
import { ARBITRARY, quantityOf } from '../quantity.ts';

/** Pictures of a series with those of another one that lie exactly where they lie, or why they cannot be subtracted, in words. */
export type SeriesPairs =
  | { readonly ok: true; readonly pairs: readonly SeriesPair[]; readonly unit: string }
  | { readonly ok: false; readonly why: string };

export interface SeriesPair {
  readonly from: SeriesFrame;
  readonly taken: SeriesFrame;
}

/** mm: between the places of two first pixels that are taken for one. A tenth of the smallest spacing that is in use. */
const SAME_PLACE = 0.05;
/** Between direction cosines: over 512 pixels of 1 mm it comes to half a pixel at most. */
const SAME_DIRECTION = 1e-3;
/** mm a pixel: over 512 pixels it comes to a twentieth of one. */
const SAME_SPACING = 1e-4;

/** @param from what the other is taken from: the pictures after contrast */
export function seriesPairs(from: readonly SeriesFrame[], taken: readonly SeriesFrame[]): SeriesPairs {
  const why = whyNot(from, taken);
  if (why !== null) return { ok: false, why };
  const pairs = from.flatMap((one) => {
    const there = taken.filter((other) => isSamePlace(one, other));
    // Two at one place are two phases: which is meant is not guessed.
    return there.length === 1 && there[0] ? [{ from: one, taken: there[0] }] : [];
  });
  if (pairs.length < from.length) {
    const missing = from.length - pairs.length;
    const doubled = from.some((one) => taken.filter((other) => isSamePlace(one, other)).length > 1);
    if (doubled)
      return { ok: false, why: 'the other series has several images at one place: choose one of its stacks' };
    return { ok: false, why: `${missing} of ${from.length} images have none of the other series at their place` };
  }
  const unit = unitOf(pairs);
  if (unit === null) return { ok: false, why: 'the values of the two are not on one scale' };
  return { ok: true, pairs, unit };
}

function whyNot(from: readonly SeriesFrame[], taken: readonly SeriesFrame[]): string | null {
  const [a, b] = [from[0], taken[0]];
  if (!a || !b) return 'there is nothing to subtract';
  const both = [...from, ...taken];
  if (!both.every(({ image }) => hasAmounts(image))) return 'pictures in colour have no values to subtract';
  const space = a.image.frameOfReference;
  if (space === null || both.some(({ image }) => image.frameOfReference !== space)) {
    return 'they do not lie in one frame of reference';
  }
  if (both.some(({ info }) => !info.position || !info.orientation || !info.pixelSpacing)) {
    return 'not all images say where they lie';
  }
  const size = ({ image }: SeriesFrame): string => `${image.pixels?.columns ?? 0} × ${image.pixels?.rows ?? 0}`;
  const other = both.find((one) => size(one) !== size(a));
  if (other) return `their images differ in size: ${size(a)} and ${size(other)} pixels`;
  if (!both.every(({ info }) => alike(info.pixelSpacing, a.info.pixelSpacing, SAME_SPACING))) {
    return 'the spacing of their pixels differs';
  }
  if (!both.every(({ info }) => alike(info.orientation, a.info.orientation, SAME_DIRECTION))) {
    return 'their images lie in different directions';
  }
  return null;
}

/** Whether every pixel of a picture lies where the same pixel of the other lies. */
export function samePixels(a: SeriesFrame, b: SeriesFrame): boolean {
  const [one, other] = [a.image.pixels, b.image.pixels];
  return (
    a.image.frameOfReference === b.image.frameOfReference &&
    one?.columns === other?.columns &&
    one?.rows === other?.rows &&
    alike(a.info.pixelSpacing, b.info.pixelSpacing, SAME_SPACING) &&
    alike(a.info.orientation, b.info.orientation, SAME_DIRECTION) &&
    isSamePlace(a, b)
  );
}

function isSamePlace(a: SeriesFrame, b: SeriesFrame): boolean {
  return alike(a.info.position, b.info.position, SAME_PLACE);
}

function alike(a: readonly number[] | null, b: readonly number[] | null, within: number): boolean {
  return a !== null && b !== null && a.every((value, at) => Math.abs(value - (b[at] ?? NaN)) <= within);
}

/** UCUM; null where they differ, or where values without a unit were scaled differently. */
function unitOf(pairs: readonly SeriesPair[]): string | null {
  const all = pairs.flatMap(({ from, taken }) => [from, taken]);
  const units = new Set(all.map(({ image, frame }) => quantityOf(image, frame).unit));
  const [unit] = units;
  if (unit === undefined || units.size > 1) return null;
  if (unit !== ARBITRARY) return unit;
  const scales = new Set(all.map(({ image, frame }) => JSON.stringify(modalityRescale(image, frame))));
  return scales.size === 1 ? unit : null;
}
