import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import { displayNormal } from '../../dicom/sort-images.ts';
import { frameInfo } from '../../model/image.ts';
import type { ImageInfo } from '../../model/image.ts';
import { MOST_CURVE_FRAMES } from '../../model/time-curve.ts';
import { dot } from '../vector.ts';
import { noCurve } from './refusals.ts';
import { clockOf } from './series-clock.ts';
import type { TimeSeries } from './series-clock.ts';

/** Pictures whose places differ by less lie at one place, mm. */
const SAME_PLACE_MM = 0.1;
const SAME_DIRECTION = 1e-3;
/** Pixel spacings that differ by a smaller share are the same. */
const SAME_SPACING = 1e-3;
/** Frames of these without a word on their times still follow each other in time. */
const CINE = new Set(['US', 'XA', 'RF', 'ES']);
/** The probe is drawn along the vessel. */
const PULLED = new Set(['IVUS', 'IVOCT']);

/**
 * The pictures of a series that show what one of them shows, at other times: same place, same size of pixels, and alike in all that is
 * not time (echo, b-value, kind of picture, tube voltage, kernel). A cine without places goes by its own object only.
 * @param images of the series
 * @param at the picture that was drawn on
 */
export function timeSeries(
  images: readonly ImageInfo[],
  at: { readonly image: ImageInfo; readonly frame: number },
): TimeSeries {
  const home: SeriesFrame = { ...at, info: frameInfo(at.image, at.frame) };
  const moves = at.image.frameCourse?.moves;
  if (moves !== undefined) return noCurve(moves === 'view' ? 'views' : 'moved');
  if (PULLED.has(at.image.modality ?? '')) return noCurve('moved');
  const placed = home.info.position !== null && home.info.orientation !== null;
  const from = placed ? images.filter(({ rejected }) => rejected === undefined) : [at.image];
  const alike = from.flatMap(framesOf).filter((one) => isAlike(one, home));
  const here = placed ? alike.filter((one) => isAt(one, home)) : alike;
  if (placed && here.length < alike.filter((one) => isOnSlice(one, home)).length) return noCurve('moved');
  if (here.length < 2) return noCurve('one-moment');
  if (here.length > MOST_CURVE_FRAMES) return noCurve('too-many');
  return clockOf(here, isCine(home, placed)) ?? noCurve('no-order');
}

export function framesOf(image: ImageInfo): readonly SeriesFrame[] {
  if (!image.picture.shown) return [];
  return Array.from({ length: image.frames }, (_, place) => ({
    image,
    frame: place + 1,
    info: frameInfo(image, place + 1),
  }));
}

/** The order in which frames lie in one object is that of time where its header says so, or its kind does. */
function isCine({ image }: SeriesFrame, placed: boolean): boolean {
  if (image.frames < 2) return false;
  return image.frameCourse !== undefined || (!placed && CINE.has(image.modality ?? ''));
}

/** Image types that say no more than which gradients a picture was taken with. */
const OF_DIFFUSION = new Set(['NONE', 'TRACEW']);

/** All that tells pictures apart but time and place, and their diffusion where that is what changes, as one text. */
export function kindOf({ image, info }: SeriesFrame, all: 'all' | 'but diffusion' = 'all'): string {
  const { acquired } = info;
  const types = acquired?.frameType ?? image.imageType;
  const isAll = all === 'all';
  const type = isAll ? types : types.filter((one) => !OF_DIFFUSION.has(one));
  const diffusion = isAll ? [acquired?.bValue, acquired?.directionality, acquired?.gradient] : [];
  return JSON.stringify([
    ...[image.modality, image.sopClass, image.frameOfReference, type, info.stack?.id],
    ...[...diffusion, acquired?.echoTime, acquired?.echoNumber],
    ...[acquired?.laterality, image.ct?.kvp, image.ct?.kernel, image.pixels?.photometric],
  ]);
}

function isAlike(one: SeriesFrame, home: SeriesFrame): boolean {
  return one === home || kindOf(one) === kindOf(home);
}

/** In one plane with it, wherever there. */
function isOnSlice({ info, image }: SeriesFrame, home: SeriesFrame): boolean {
  const { position, orientation } = info;
  const own = home.info.orientation;
  if (!position || !orientation || !own || !home.info.position) return false;
  const turned = orientation.some((value, axis) => Math.abs(value - (own[axis] ?? 0)) > SAME_DIRECTION);
  const normal = displayNormal(own);
  const apart = Math.abs(dot(position, normal) - dot(home.info.position, normal));
  const same = image.frameOfReference === home.image.frameOfReference;
  return same && !turned && apart < SAME_PLACE_MM;
}

/** Every pixel lies where the same pixel of the other lies. */
export function isAt(one: SeriesFrame, home: SeriesFrame): boolean {
  if (!isOnSlice(one, home)) return false;
  const [a, b] = [one.info.position, home.info.position];
  const shifted = Math.hypot(...[0, 1, 2].map((axis) => (a?.[axis] ?? 0) - (b?.[axis] ?? 0))) >= SAME_PLACE_MM;
  const [mine, theirs] = [one.info.pixelSpacing, home.info.pixelSpacing];
  const scaled = [0, 1].some((axis) => {
    const other = theirs?.[axis] ?? 0;
    return Math.abs((mine?.[axis] ?? 0) - other) > SAME_SPACING * other;
  });
  const sizes = [one, home].map(({ image }) => `${image.pixels?.columns}x${image.pixels?.rows}`);
  return !shifted && !scaled && sizes[0] === sizes[1];
}
