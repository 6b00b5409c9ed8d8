import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import type { Rigid } from '../model/registration.ts';
import { columnDirection, planeNormal, rowDirection } from '../rules/geometry.ts';
import { imageKind } from '../rules/image-kind.ts';
import { isWholeSheet } from '../rules/mosaic.ts';
import { movedDirection, movedPlace } from '../rules/registration/rigid.ts';
import { cross, dot, minus } from '../rules/vector.ts';
import { step } from './grid.ts';
import type { VolumeGrid } from './grid.ts';
import type { PlaneOrder, Slab } from './render-plane.ts';
import type { SampledPlane } from './sample-plane.ts';

/** Why nothing can be laid over a picture, in words for the reader. */
export type PicturePlane =
  { readonly ok: true; readonly plane: SampledPlane } | { readonly ok: false; readonly words: string };

/** Where the pixels of one picture lie, as its own header says it: what is laid over it is worked out at these places. */
export function picturePlane(image: ImageInfo, frame: number): PicturePlane {
  const { position, orientation, pixelSpacing } = frameInfo(image, frame);
  const { pixels } = image;
  if (isWholeSheet(image)) return refused('its slices stand side by side on one sheet');
  if (['projection', 'ultrasound'].includes(imageKind(image))) return refused('it is no slice');
  const has = pixelSpacing?.every((size) => Number.isFinite(size) && size > 0) === true;
  if (!position || !orientation || !planeNormal(orientation) || !pixels || !has) {
    return refused('it does not say where it lies or how large a pixel is');
  }
  const { rows, columns } = pixels;
  const [row, column] = [rowDirection(orientation), columnDirection(orientation)];
  return { ok: true, plane: { rows, columns, spacing: pixelSpacing, row, column, origin: position } };
}

/** The same plane where a registration puts it in another frame of reference. */
export function movedPlane(plane: SampledPlane, by: Rigid): SampledPlane {
  return {
    ...plane,
    row: movedDirection(by, plane.row),
    column: movedDirection(by, plane.column),
    origin: movedPlace(by, plane.origin),
  };
}

/**
 * What the worker is asked for: the values of a volume on the plane of a picture of another one, trilinear, NaN where nothing is
 * known (outside, in a gap, on padding, before a slice is here). A thick plane is laid over by one as thick.
 */
export function overlayOrder(under: SampledPlane, grid: VolumeGrid, slab: Slab | null): PlaneOrder {
  const plane = ontoSlice(under, grid);
  const steps = grid.slices.slice(1).map(({ along }, at) => along - (grid.slices[at]?.along ?? 0));
  const stack = {
    ...plane,
    name: 'oblique' as const,
    onward: cross(plane.row, plane.column),
    count: 1,
    // Layers of a slab: as fine as the voxels that they go through.
    step: Math.min(...grid.spacing, ...steps),
    walk: null,
  };
  return { stack, index: 0, slab, padding: NaN, whole: false };
}

/** How far a picture may be from the only slice of an overlay and still be the same plane: what writers round, mm. */
const SAME_PLANE_MM = 0.1;

/** One slice alone, as maps of one slice are, has no depth: a picture in its plane lies on it, rounding or not; any other misses it. */
function ontoSlice(plane: SampledPlane, { slices, normal }: VolumeGrid): SampledPlane {
  const [only, more] = slices;
  if (!only || more) return plane;
  const off = dot(minus(plane.origin, only.position), normal);
  const leans = [
    dot(plane.row, normal) * plane.columns * plane.spacing[1],
    dot(plane.column, normal) * plane.rows * plane.spacing[0],
  ];
  if ([off, ...leans].some((distance) => Math.abs(distance) > SAME_PLANE_MM)) return plane;
  return {
    ...plane,
    origin: step(plane.origin, normal, -off),
    row: step(plane.row, normal, -dot(plane.row, normal)),
    column: step(plane.column, normal, -dot(plane.column, normal)),
  };
}

function refused(words: string): PicturePlane {
  return { ok: false, words };
}
