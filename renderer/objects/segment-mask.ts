import { segmentAlpha } from '../../shared/dicom/segment-alpha.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import type { Segmentation } from '../../shared/model/segmentation.ts';
import type { FrameRef, GlassMark } from '../viewer/index.ts';
import { framesThrough, layThrough } from './crossed-frames.ts';
import { awayFrom, fromPixel, isParallel, planeOf, planeOfPicture, toPixel } from './picture-plane.ts';
import type { PictureSize } from './crossed-frames.ts';
import type { PicturePlane } from './picture-plane.ts';

/** Frames that differ less in their distance from the picture are equally near, mm. */
const AS_NEAR = 0.01;
/** Without a thickness a frame has to lie this near to the picture, mm. */
const IN_PLANE = 0.5;
/** Of 255: inside, and at the edge. */
const INSIDE = 70;
const EDGE = 230;

/** Of a pixel: grids that differ by less are one. */
const SAME_GRID = 0.05;
/** Said where pixels of a picture lie elsewhere than those of the segmentation. */
export const RESAMPLED = 'resampled';

/** Frames of the segmentation (from 1) that lie in the plane of this picture, that it was drawn on, or that it goes through. */
export function framesOver(
  segmentation: Segmentation,
  segment: number,
  image: ImageInfo,
  frame: FrameRef['frame'],
): readonly number[] {
  const picture = planeOfPicture(image, frame);
  if (picture && image.pixels && isAcross(segmentation, picture))
    return framesThrough(segmentation, segment, picture, image.pixels);
  const near = segmentation.frames.flatMap((one, place) => {
    if (one.segment !== null && one.segment !== segment) return [];
    const plane = planeOf(one, segmentation.frameOfReference);
    if (picture && plane) {
      if (!isParallel(picture, plane)) return [];
      const away = Math.abs(awayFrom(picture, plane.origin));
      return away <= Math.max(AS_NEAR, (picture.thickness ?? 2 * IN_PLANE) / 2) ? [{ number: place + 1, away }] : [];
    }
    // Without places both must be of one size, and the frame must name the picture.
    const named = one.sources.some(
      (source) => source.sopUid === image.sopUid && (source.frame === null || source.frame === frame),
    );
    const isSame = image.pixels?.rows === segmentation.rows && image.pixels.columns === segmentation.columns;
    return named && isSame ? [{ number: place + 1, away: 0 }] : [];
  });
  const nearest = Math.min(...near.map(({ away }) => away));
  return near.filter(({ away }) => away <= nearest + AS_NEAR).map(({ number }) => number);
}

/** A plane that runs side by side with no frame: of a reformat, or of another series. */
function isAcross(segmentation: Segmentation, picture: PicturePlane): boolean {
  const planes = segmentation.frames.flatMap((one) => planeOf(one, segmentation.frameOfReference) ?? []);
  return planes.length > 0 && !planes.some((plane) => isParallel(plane, picture));
}

export interface StoredFrame {
  readonly number: number;
  readonly values: ArrayLike<number>;
}

/**
 * How much of each pixel of the picture belongs to the segment, its edge stronger than its inside; nearest neighbours, nothing is made up
 * between. Null where it has none of this picture.
 */
export function segmentMarks(
  segmentation: Segmentation,
  segment: number,
  name: string,
  image: ImageInfo,
  frame: FrameRef['frame'],
  stored: readonly StoredFrame[],
): readonly GlassMark[] | null {
  const { rows, columns } = image.pixels ?? { rows: 0, columns: 0 };
  if (rows < 1 || columns < 1) return null;
  const picture = planeOfPicture(image, frame);
  const across = picture && isAcross(segmentation, picture);
  const { whole, resampled } = across
    ? { whole: throughAll(segmentation, segment, picture, { rows, columns }, stored), resampled: true }
    : overEach(segmentation, segment, picture, { rows, columns }, stored);
  const top = whole.findIndex((value) => value > 0);
  if (top < 0) return null;
  const at: Point2 = [top % columns, Math.floor(top / columns) - 2];
  const drawn = segmentation.kind === 'FRACTIONAL' ? whole.map((value) => value * 0.6) : outlined(whole, columns);
  return [
    { kind: 'mask', columns, rows, alpha: drawn },
    { kind: 'text', at, text: resampled ? `${name}, ${RESAMPLED}` : name },
  ];
}

function throughAll(
  segmentation: Segmentation,
  segment: number,
  picture: PicturePlane,
  size: PictureSize,
  stored: readonly StoredFrame[],
): Uint8Array {
  const known = new Map(
    stored
      .filter(({ values }) => values.length >= segmentation.rows * segmentation.columns)
      .map(({ number, values }) => [number, values]),
  );
  return layThrough(segmentation, segment, picture, size, (number) => known.get(number) ?? null);
}

function overEach(
  segmentation: Segmentation,
  segment: number,
  picture: PicturePlane | null,
  { rows, columns }: PictureSize,
  stored: readonly StoredFrame[],
): { readonly whole: Uint8Array; readonly resampled: boolean } {
  const whole = new Uint8Array(rows * columns);
  let resampled = false;
  for (const { number, values } of stored) {
    if (values.length < segmentation.rows * segmentation.columns) continue;
    const alpha = segmentAlpha(segmentation, segment, values);
    const place = segmentation.frames[number - 1];
    const plane = place ? planeOf(place, segmentation.frameOfReference) : null;
    lay(whole, columns, alpha, segmentation, plane, picture);
    resampled ||= plane !== null && picture !== null && !isSameGrid(plane, picture);
  }
  return { whole, resampled };
}

/** Pixel on pixel, whichever of them is larger. */
function isSameGrid(plane: PicturePlane, picture: PicturePlane): boolean {
  const [origin, right, down] = (
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const
  ).map(([x, y]) => toPixel(plane, fromPixel(picture, [x, y])));
  if (!origin || !right || !down) return false;
  const whole = origin.every((value) => Math.abs(value - Math.round(value)) < SAME_GRID);
  const steps = [right[0] - origin[0] - 1, right[1] - origin[1], down[0] - origin[0], down[1] - origin[1] - 1];
  return whole && steps.every((off) => Math.abs(off) < SAME_GRID / 100);
}

function lay(
  whole: Uint8Array,
  columns: number,
  alpha: Uint8Array,
  from: Pick<Segmentation, 'rows' | 'columns'>,
  plane: PicturePlane | null,
  picture: PicturePlane | null,
): void {
  const origin: Point2 = plane && picture ? toPixel(plane, fromPixel(picture, [0, 0])) : [0, 0];
  const step = (pixel: Point2): Point2 => {
    const [x, y] = plane && picture ? toPixel(plane, fromPixel(picture, pixel)) : pixel;
    return [x - origin[0], y - origin[1]];
  };
  const [acrossX, acrossY] = step([1, 0]);
  const [downX, downY] = step([0, 1]);
  for (let place = 0; place < whole.length; place += 1) {
    const column = place % columns;
    const row = (place - column) / columns;
    const x = Math.round(origin[0] + column * acrossX + row * downX);
    const y = Math.round(origin[1] + column * acrossY + row * downY);
    if (x < 0 || y < 0 || x >= from.columns || y >= from.rows) continue;
    whole[place] = Math.max(whole[place] ?? 0, alpha[y * from.columns + x] ?? 0);
  }
}

function outlined(whole: Uint8Array, columns: number): Uint8Array {
  return whole.map((value, place) => {
    if (value === 0) return 0;
    const column = place % columns;
    const inside =
      column > 0 &&
      column < columns - 1 &&
      (whole[place - 1] ?? 0) > 0 &&
      (whole[place + 1] ?? 0) > 0 &&
      (whole[place - columns] ?? 0) > 0 &&
      (whole[place + columns] ?? 0) > 0;
    return inside ? INSIDE : EDGE;
  });
}
