import type { Vec3 } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { dot, minus } from '../rules/vector.ts';
import type { SampledPlane } from './sample-plane.ts';

/**
 * Where another plane cuts this one: the two ends at the edges of the picture, in its pixel coordinates.
 * Null where they are parallel or meet outside the picture.
 * @param other a place on the other plane, mm LPS, and its unit normal
 */
export function crossLine(
  plane: SampledPlane,
  other: { readonly place: Vec3; readonly normal: Vec3 },
): readonly [Point2, Point2] | null {
  // Every point x, y of the picture has the distance a·x + b·y + c from the other plane.
  const a = dot(plane.row, other.normal) * plane.spacing[1];
  const b = dot(plane.column, other.normal) * plane.spacing[0];
  const c = dot(minus(plane.origin, other.place), other.normal);
  if (Math.hypot(a, b) < 1e-9) return null;
  // To the outer edges of the first and last pixels.
  const [left, top, right, bottom] = [-0.5, -0.5, plane.columns - 0.5, plane.rows - 0.5];
  const ends: Point2[] = [];
  const add = (x: number, y: number): void => {
    const inside = x >= left - 1e-6 && x <= right + 1e-6 && y >= top - 1e-6 && y <= bottom + 1e-6;
    if (inside && !ends.some(([u, v]) => Math.hypot(u - x, v - y) < 1e-6)) ends.push([x, y]);
  };
  if (Math.abs(b) > 1e-12) for (const x of [left, right]) add(x, -(a * x + c) / b);
  if (Math.abs(a) > 1e-12) for (const y of [top, bottom]) add(-(b * y + c) / a, y);
  const [first, second] = ends;
  return first && second ? [first, second] : null;
}
