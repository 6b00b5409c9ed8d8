import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import { frameInfo } from '../../model/image.ts';
import type { ImageInfo } from '../../model/image.ts';
import { noCurve } from './refusals.ts';
import type { RefusedCurve } from './refusals.ts';
import { framesOf, isAt, kindOf } from './time-series.ts';

/** Pictures of one place by their b-value (0018,9087), s/mm², rising. */
export type BSeries =
  { readonly ok: true; readonly frames: readonly SeriesFrame[]; readonly bValues: readonly number[] } | RefusedCurve;

/**
 * What one picture shows, at other b-values: same place, same size of pixels, alike in all that is not diffusion, and along the same
 * gradient; a picture without weighting has none and counts to each. Null where there are no two b-values.
 * @param images of the series
 * @param at the picture that was drawn on
 */
export function bSeries(
  images: readonly ImageInfo[],
  at: { readonly image: ImageInfo; readonly frame: number },
): BSeries | null {
  const home: SeriesFrame = { ...at, info: frameInfo(at.image, at.frame) };
  if (bOf(home) === null || !home.info.position || !home.info.orientation) return null;
  const alike = kindOf(home, 'but diffusion');
  const frames = images
    .filter(({ rejected }) => rejected === undefined)
    .flatMap(framesOf)
    .filter((one) => bOf(one) !== null && kindOf(one, 'but diffusion') === alike && isAt(one, home))
    .filter((one) => isUnweighted(one) || isUnweighted(home) || wayOf(one) === wayOf(home))
    .sort((a, b) => (bOf(a) ?? 0) - (bOf(b) ?? 0));
  const bValues = frames.flatMap((one) => bOf(one) ?? []);
  const known = new Set(bValues);
  if (known.size < 2) return null;
  return known.size < bValues.length ? noCurve('b-several') : { ok: true, frames, bValues };
}

function bOf({ info }: SeriesFrame): number | null {
  return info.acquired?.bValue ?? null;
}

function isUnweighted(one: SeriesFrame): boolean {
  return bOf(one) === 0;
}

/** Along which gradient, or over all of them. */
function wayOf({ info: { acquired } }: SeriesFrame): string {
  return JSON.stringify([acquired?.directionality ?? null, acquired?.gradient ?? null]);
}
