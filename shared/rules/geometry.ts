import type { FrameInfo, ImageInfo, Orientation, Vec3 } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { cross, dot, length, minus } from './vector.ts';

export type Plane = Pick<FrameInfo, 'position' | 'orientation' | 'pixelSpacing'>;
export type SlicePlace = Pick<FrameInfo, 'position' | 'orientation'>;

/** How far cosines may be from unit length and from a right angle before they count as damaged. */
const COSINE_TOLERANCE = 0.01;

export function rowDirection(orientation: Orientation): Vec3 {
  return [orientation[0], orientation[1], orientation[2]];
}

export function columnDirection(orientation: Orientation): Vec3 {
  return [orientation[3], orientation[4], orientation[5]];
}

/** True for two unit vectors at a right angle; zeros, NaN and skewed axes are no orientation. */
export function isOrientation(orientation: Orientation): boolean {
  const row = rowDirection(orientation);
  const column = columnDirection(orientation);
  return (
    Math.abs(length(row) - 1) <= COSINE_TOLERANCE &&
    Math.abs(length(column) - 1) <= COSINE_TOLERANCE &&
    Math.abs(dot(row, column)) <= COSINE_TOLERANCE
  );
}

/** Unit normal, row direction × column direction; null when the orientation is damaged. */
export function planeNormal(orientation: Orientation): Vec3 | null {
  if (!isOrientation(orientation)) return null;
  const normal = cross(rowDirection(orientation), columnDirection(orientation));
  const size = length(normal);
  return [normal[0] / size, normal[1] / size, normal[2] / size];
}

/** Patient place, mm LPS, of a pixel coordinate (Part 3 C.7.6.2.1.1); null where the frame has no full geometry. */
export function pixelToWorld(plane: Plane, point: Point2): Vec3 | null {
  const frame = fullPlane(plane);
  if (!frame) return null;
  const { position, row, column, spacing } = frame;
  // Spacing stands as [between rows, between columns]: a step along x is the distance between columns.
  const right = point[0] * spacing[1];
  const down = point[1] * spacing[0];
  return [
    position[0] + right * row[0] + down * column[0],
    position[1] + right * row[1] + down * column[1],
    position[2] + right * row[2] + down * column[2],
  ];
}

/** Patient places of several points, mm LPS; null where the frame has no full geometry. */
export function worldOf(plane: Plane, points: readonly Point2[]): Vec3[] | null {
  const world = points.map((point) => pixelToWorld(plane, point));
  return world.every((place) => place !== null) ? world : null;
}

/** Pixel coordinate of a patient place, with its distance from the plane in mm (positive along the normal). */
export function worldToPixel(plane: Plane, world: Vec3): { point: Point2; distance: number } | null {
  const frame = fullPlane(plane);
  if (!frame) return null;
  const offset = minus(world, frame.position);
  return {
    point: [dot(offset, frame.row) / frame.spacing[1], dot(offset, frame.column) / frame.spacing[0]],
    distance: dot(offset, frame.normal),
  };
}

/** Place of a slice along its own normal, mm; null where position or orientation is missing. */
export function slicePosition(plane: SlicePlace): number | null {
  const normal = plane.orientation && planeNormal(plane.orientation);
  return normal && plane.position ? dot(plane.position, normal) : null;
}

/** True only when both objects name the same frame of reference; unknown is never the same. */
export function sameFrameOfReference(a: ImageInfo, b: ImageInfo): boolean {
  return Boolean(a.frameOfReference) && a.frameOfReference === b.frameOfReference;
}

/** Index of the place nearest to `wanted`, mm; the first of equals; null when none lies `within` mm. */
export function nearestSlice(positions: readonly (number | null)[], wanted: number, within = Infinity): number | null {
  let best: number | null = null;
  let nearest = Infinity;
  positions.forEach((position, index) => {
    if (position === null) return;
    const distance = Math.abs(position - wanted);
    if (distance < nearest && distance <= within) {
      nearest = distance;
      best = index;
    }
  });
  return best;
}

function fullPlane(plane: Plane): {
  position: Vec3;
  row: Vec3;
  column: Vec3;
  normal: Vec3;
  spacing: readonly [number, number];
} | null {
  const { position, orientation, pixelSpacing } = plane;
  if (!position || !orientation || !pixelSpacing) return null;
  const normal = planeNormal(orientation);
  if (!normal || !(pixelSpacing[0] > 0) || !(pixelSpacing[1] > 0)) return null;
  return {
    position,
    row: rowDirection(orientation),
    column: columnDirection(orientation),
    normal,
    spacing: pixelSpacing,
  };
}
