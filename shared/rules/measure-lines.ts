import type { MeasuredValue, Point2 } from '../model/measurement.ts';
import { physical } from './drawing-scale.ts';
import { at } from './measure-points.ts';
import type { Spacing } from './pixel-size.ts';

/** Length along a line with corners, from its first point to its last. */
export function measurePolyline(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const real = physical(points, spacing);
  const value = real.slice(1).reduce((sum, point, index) => sum + apart(at(real, index), point), 0);
  return [{ name: 'length', value, unit: spacing.unit }];
}

/** Angle between two lines that need not meet, each in the direction it was drawn in: 0 to 180 degrees, in physical space. */
export function measureOpenAngle(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const real = physical(points, spacing);
  const a = step(at(real, 0), at(real, 1));
  const b = step(at(real, 2), at(real, 3));
  return [{ name: 'angle', value: degreesBetween(a, b), unit: 'deg' }];
}

/** Length of a line, and how far a point lies beside it, on the line or on what would be its continuation. */
export function measurePerpendicular(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const [from, to, beside] = three(physical(points, spacing));
  return [
    { name: 'length', value: apart(from, to), unit: spacing.unit },
    { name: 'perpendicular distance', value: distanceToLine(beside, from, to), unit: spacing.unit },
  ];
}

/** Where the perpendicular from a point meets a line, in pixel coordinates: right-angled in mm, not in pixels. */
export function footOfPerpendicular(points: readonly Point2[], spacing: Pick<Spacing, 'row' | 'column'>): Point2 {
  const real = points.map(([x, y]): Point2 => [x * spacing.column, y * spacing.row]);
  const [from, to, beside] = three(real);
  const along = step(from, to);
  const offset = step(from, beside);
  const share = (along[0] * offset[0] + along[1] * offset[1]) / (along[0] ** 2 + along[1] ** 2);
  return [(from[0] + share * along[0]) / spacing.column, (from[1] + share * along[1]) / spacing.row];
}

/** Distance of a point from the line through two others; all in one unit. */
export function distanceToLine(point: Point2, from: Point2, to: Point2): number {
  const along = step(from, to);
  const offset = step(from, point);
  return Math.abs(along[0] * offset[1] - along[1] * offset[0]) / Math.hypot(along[0], along[1]);
}

export function degreesBetween(a: Point2, b: Point2): number {
  const radians = Math.atan2(Math.abs(a[0] * b[1] - a[1] * b[0]), a[0] * b[0] + a[1] * b[1]);
  return (radians * 180) / Math.PI;
}

export function step(from: Point2, to: Point2): Point2 {
  return [to[0] - from[0], to[1] - from[1]];
}

export function three(points: readonly Point2[]): readonly [Point2, Point2, Point2] {
  return [at(points, 0), at(points, 1), at(points, 2)];
}

function apart(from: Point2, to: Point2): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}
