import { alphaOf } from '../../shared/dicom/segment-alpha.ts';
import type { Vec3 } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import type { Segmentation } from '../../shared/model/segmentation.ts';
import { awayFrom, fromPixel, isParallel, planeOf, toPixel } from './picture-plane.ts';
import type { PicturePlane } from './picture-plane.ts';

/** Frames of a segmentation without a neighbour reach as far, mm. */
const ALONE = 0.5;
/** Depths that differ by less are one, mm: headers round. */
const ONE_DEPTH = 0.01;

/** A frame of a segmentation in the stack of those that run side by side. */
interface Layer {
  readonly number: number;
  readonly plane: PicturePlane;
  /** Along the normal of the first of them, mm. */
  readonly depth: number;
}

interface Layers {
  readonly all: readonly Layer[];
  /** Of them all, mm: half of the smallest step. An empty frame need not be stored, so that a wider step is no thicker voxel. */
  readonly reach: number;
}

/** Frames of one segment side by side, in the order of their depth; null where they do not lie so, or another way than the picture's space. */
function layersOf(segmentation: Segmentation, segment: number, picture: PicturePlane): Layers | null {
  const planes = segmentation.frames.map((frame) => planeOf(frame, segmentation.frameOfReference));
  const [first] = planes.flatMap((plane) => plane ?? []);
  if (!first || first.frameOfReference !== picture.frameOfReference) return null;
  const all = planes.flatMap((plane, place): (Layer & { readonly isOwn: boolean })[] => {
    const own = segmentation.frames[place]?.segment ?? null;
    if (!plane || !isParallel(first, plane)) return [];
    return [{ number: place + 1, plane, depth: awayFrom(first, plane.origin), isOwn: own === null || own === segment }];
  });
  const depths = all.map(({ depth }) => depth).toSorted((a, b) => a - b);
  const steps = depths.slice(1).flatMap((depth, at) => {
    const step = depth - (depths[at] ?? depth);
    return step > ONE_DEPTH ? [step] : [];
  });
  const own = all.filter(({ isOwn }) => isOwn).toSorted((a, b) => a.depth - b.depth);
  return { all: own, reach: steps.length === 0 ? ALONE : Math.min(...steps) / 2 };
}

/** Size of a picture in pixels. */
export interface PictureSize {
  readonly rows: number;
  readonly columns: number;
}

/** Frames (from 1) of a segment that a picture goes through which does not run side by side with them: a plane of a reformat. */
export function framesThrough(
  segmentation: Segmentation,
  segment: number,
  picture: PicturePlane,
  { rows, columns }: PictureSize,
): readonly number[] {
  const layers = layersOf(segmentation, segment, picture);
  const [first] = layers?.all ?? [];
  if (!layers || !first) return [];
  const corners: Point2[] = [
    [-0.5, -0.5],
    [columns - 0.5, -0.5],
    [-0.5, rows - 0.5],
    [columns - 0.5, rows - 0.5],
  ];
  const depths = corners.map((corner) => first.depth + awayFrom(first.plane, fromPixel(picture, corner)));
  const [from, to] = [Math.min(...depths) - layers.reach, Math.max(...depths) + layers.reach];
  return layers.all.flatMap(({ number, depth }) => (depth >= from && depth <= to ? [number] : []));
}

/**
 * How much of each pixel of such a picture belongs to the segment: that of the voxel in which its middle lies, nothing is made up between.
 * @param valuesOf stored values of a frame; null where it is not here
 */
export function layThrough(
  segmentation: Segmentation,
  segment: number,
  picture: PicturePlane,
  { rows, columns }: PictureSize,
  valuesOf: (frame: number) => ArrayLike<number> | null,
): Uint8Array {
  const whole = new Uint8Array(rows * columns);
  const layers = layersOf(segmentation, segment, picture);
  const [first] = layers?.all ?? [];
  if (!layers || !first) return whole;
  const stored = layers.all.map(({ number }) => valuesOf(number));
  for (let at = 0; at < whole.length; at += 1) {
    const column = at % columns;
    const world = fromPixel(picture, [column, (at - column) / columns]);
    const depth = first.depth + awayFrom(first.plane, world);
    for (let place = nearest(layers.all, depth - layers.reach); ; place += 1) {
      const layer = layers.all[place];
      if (!layer || layer.depth > depth + layers.reach) break;
      const value = alphaOf(segmentation, segment, valueAt(stored[place] ?? null, layer.plane, world, segmentation));
      if (value > (whole[at] ?? 0)) whole[at] = value;
    }
  }
  return whole;
}

/** The first layer that lies not before a depth. */
function nearest(all: readonly Layer[], depth: number): number {
  let [from, to] = [0, all.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((all[middle]?.depth ?? Infinity) < depth) from = middle + 1;
    else to = middle;
  }
  return from;
}

function valueAt(
  values: ArrayLike<number> | null,
  plane: PicturePlane,
  world: Vec3,
  { rows, columns }: Pick<Segmentation, 'rows' | 'columns'>,
): number {
  const [x, y] = toPixel(plane, world).map((place) => Math.round(place));
  if (values === null || x === undefined || y === undefined || x < 0 || y < 0 || x >= columns || y >= rows) return 0;
  return values[y * columns + x] ?? 0;
}
