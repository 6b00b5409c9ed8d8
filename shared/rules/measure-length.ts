import type { MeasuredValue, Point2 } from '../model/measurement.ts';
import type { DrawingScale } from './drawing-scale.ts';
import { physical } from './drawing-scale.ts';
import { at } from './measure-points.ts';
import type { Spacing } from './pixel-size.ts';
import { valueOnY } from './ultrasound-regions.ts';
import type { AxisScale, AxisUnit, RegionScale } from './ultrasound-regions.ts';

const NO_REFERENCE = 'the region does not say where its zero lies';
export const ZERO_TAKEN = 'the region does not give the value of its reference line: zero is taken';

export type ValuesAndWarnings = Readonly<{ values: MeasuredValue[]; warnings: readonly string[] }>;

/** Distance between two points; time, velocity and depth apart where an ultrasound region measures those. */
export function measureLength(points: readonly Point2[], scale: DrawingScale): ValuesAndWarnings {
  if (scale.region) return alongAxes(at(points, 0), at(points, 1), scale.region);
  const { spacing } = scale;
  return {
    values: [{ name: 'length', value: distance(points, 0, 1, spacing), unit: spacing.unit }],
    warnings: spacing.warnings,
  };
}

/** Two diameters. The longer one is the long axis whichever was drawn first: stretched pixels can deceive the eye. */
export function measureBidirectional(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const first = distance(points, 0, 1, spacing);
  const second = distance(points, 2, 3, spacing);
  return [
    { name: 'long axis', value: Math.max(first, second), unit: spacing.unit },
    { name: 'short axis', value: Math.min(first, second), unit: spacing.unit },
  ];
}

/** Angle at the middle point, 0 to 180 degrees, in physical space: pixels that are not square are stretched first. */
export function measureAngle(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const [end, vertex, other] = threePoints(physical(points, spacing));
  const a: Point2 = [end[0] - vertex[0], end[1] - vertex[1]];
  const b: Point2 = [other[0] - vertex[0], other[1] - vertex[1]];
  const radians = Math.atan2(Math.abs(a[0] * b[1] - a[1] * b[0]), a[0] * b[0] + a[1] * b[1]);
  return [{ name: 'angle', value: (radians * 180) / Math.PI, unit: 'deg' }];
}

/**
 * Angle between two lines, 0 to 180 degrees, in physical space. Each line counts from its left end to its right one, whichever was
 * drawn first: a curve of more than 90 degrees is not folded back.
 */
export function measureCobb(points: readonly Point2[], spacing: Spacing): MeasuredValue[] {
  const real = physical(points, spacing);
  const apart = Math.abs(slopeOf(at(real, 0), at(real, 1)) - slopeOf(at(real, 2), at(real, 3)));
  return [{ name: 'Cobb angle', value: (apart * 180) / Math.PI, unit: 'deg' }];
}

/** Radians from the horizontal, −π/2 (excluded) to π/2, whichever end comes first. */
function slopeOf([ax, ay]: Point2, [bx, by]: Point2): number {
  const [dx, dy] = bx < ax ? [ax - bx, ay - by] : [bx - ax, by - ay];
  return dx === 0 ? Math.PI / 2 : Math.atan2(dy, dx);
}

/** Velocity or frequency at one place of a spectral region, with its sign. */
export function valueAt(point: Point2, region: RegionScale): ValuesAndWarnings {
  const name = LEVEL_NAMES.get(region.y.unit);
  if (!name || !region.y.unit) return { values: [], warnings: [] };
  const value = valueOnY(region, point[1]);
  if (value === null) return { values: [], warnings: [NO_REFERENCE] };
  const warnings = region.region.referenceValueY === null ? [ZERO_TAKEN] : [];
  return { values: [{ name, value, unit: region.y.unit }], warnings };
}

const LEVEL_NAMES: ReadonlyMap<AxisUnit, string> = new Map<AxisUnit, string>([
  ['cm/s', 'velocity'],
  ['Hz', 'frequency'],
]);
const DIFFERENCE_NAMES: ReadonlyMap<AxisUnit, string> = new Map<AxisUnit, string>([
  ['mm', 'distance'],
  ['s', 'time'],
  ['cm/s', 'velocity difference'],
  ['Hz', 'frequency difference'],
]);

function alongAxes(from: Point2, to: Point2, region: RegionScale): ValuesAndWarnings {
  const ends = [valueAt(from, region), valueAt(to, region)];
  const [start, end] = ends.map((level) => level.values[0]);
  const levels =
    start && end
      ? [
          { ...start, name: `${start.name} at start` },
          { ...end, name: `${end.name} at end` },
        ]
      : [];
  return {
    values: [...difference(to[0] - from[0], region.x), ...difference(to[1] - from[1], region.y), ...levels],
    warnings: [...new Set(ends.flatMap((level) => level.warnings))],
  };
}

function difference(pixels: number, scale: AxisScale): MeasuredValue[] {
  const name = DIFFERENCE_NAMES.get(scale.unit);
  return name && scale.unit ? [{ name, value: Math.abs(pixels * scale.perPixel), unit: scale.unit }] : [];
}

function distance(points: readonly Point2[], from: number, to: number, spacing: Spacing): number {
  const [ax, ay] = at(points, from);
  const [bx, by] = at(points, to);
  return Math.hypot((bx - ax) * spacing.column, (by - ay) * spacing.row);
}

function threePoints(points: readonly Point2[]): readonly [Point2, Point2, Point2] {
  return [at(points, 0), at(points, 1), at(points, 2)];
}
