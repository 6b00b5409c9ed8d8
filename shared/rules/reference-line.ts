import type { Point2 } from '../model/measurement.ts';
import { pixelToWorld, worldToPixel } from './geometry.ts';
import type { Plane } from './geometry.ts';

/** A picture in space: its plane and its size in pixels. */
export interface PlacedPicture {
  readonly plane: Plane;
  readonly columns: number;
  readonly rows: number;
}

/** Parts of a millimetre below which a corner lies in the plane itself. */
const ON_PLANE = 1e-6;

/**
 * Where one picture cuts another: the ends of the line in pixels of `onto`, not beyond its edges. Null where they are
 * parallel, do not meet, or one has no place. Only for pictures of one frame of reference: the caller sees to that.
 */
export function referenceLine(onto: PlacedPicture, cutting: PlacedPicture): readonly [Point2, Point2] | null {
  const corners = edgesOf(cutting).map((corner) => pixelToWorld(cutting.plane, corner));
  const seen = corners.map((corner) => corner && worldToPixel(onto.plane, corner));
  const crossings = seen.flatMap((from, i): Point2[] => {
    const to = seen[(i + 1) % seen.length];
    if (!from || !to || from.distance > 0 === to.distance > 0) return [];
    const share = from.distance / (from.distance - to.distance);
    return [[mix(from.point[0], to.point[0], share), mix(from.point[1], to.point[1], share)]];
  });
  const [a, b] = crossings;
  if (!a || !b || Math.hypot(a[0] - b[0], a[1] - b[1]) < ON_PLANE) return null;
  return clipped(a, b, onto);
}

/** Outer edges: the centre of the first pixel is 0,0. */
function edgesOf({ columns, rows }: PlacedPicture): readonly Point2[] {
  return [
    [-0.5, -0.5],
    [columns - 0.5, -0.5],
    [columns - 0.5, rows - 0.5],
    [-0.5, rows - 0.5],
  ];
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** The part of a line inside a picture (Liang and Barsky's way: the share of the line that lies within each pair of edges). */
function clipped(a: Point2, b: Point2, { columns, rows }: PlacedPicture): readonly [Point2, Point2] | null {
  let from = 0;
  let to = 1;
  const most = [columns - 0.5, rows - 0.5] as const;
  for (const axis of [0, 1] as const) {
    const run = b[axis] - a[axis];
    if (run === 0) {
      if (a[axis] < -0.5 || a[axis] > most[axis]) return null;
      continue;
    }
    const ends = [(-0.5 - a[axis]) / run, (most[axis] - a[axis]) / run];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  if (from >= to) return null;
  const at = (share: number): Point2 => [mix(a[0], b[0], share), mix(a[1], b[1], share)];
  return [at(from), at(to)];
}
