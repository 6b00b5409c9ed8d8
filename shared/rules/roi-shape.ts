import type { Point2 } from '../model/measurement.ts';
import { at } from './measure-points.ts';
import type { Spacing } from './pixel-size.ts';
import { physical } from './drawing-scale.ts';
import { crossesItself, enclosedArea, rowSpans, shoelaceArea } from './polygon.ts';

/** Pixel columns of one row, both ends inside. */
export type Span = readonly [first: number, last: number];

/** A closed figure: its size in the unit of the spacing, and which pixel centres lie inside or on its outline. */
export type RoiShape = Readonly<{
  area: number;
  perimeter: number;
  /** Smallest and largest coordinates in pixels. */
  box: Readonly<{ minX: number; minY: number; maxX: number; maxY: number }>;
  /** Spans of an image row; they may overlap. */
  spans: (row: number) => readonly Span[];
  warnings: readonly string[];
}>;

/** Takes up rounding of coordinates that went through the screen, so that a centre on the outline counts. */
const EDGE = 1e-6;
export const CROSSES = 'the outline crosses itself';

export function rectangleShape(points: readonly Point2[], spacing: Spacing): RoiShape {
  const box = boxOf(points);
  const width = (box.maxX - box.minX) * spacing.column;
  const height = (box.maxY - box.minY) * spacing.row;
  return {
    area: width * height,
    perimeter: 2 * (width + height),
    box,
    spans: (row) => (row >= box.minY - EDGE && row <= box.maxY + EDGE ? [between(box.minX, box.maxX)] : []),
    warnings: [],
  };
}

/** `points` are the ends of two axes [left, right, top, bottom]; they need not lie along rows and columns. */
export function ellipseShape(points: readonly Point2[], spacing: Spacing): RoiShape {
  const [a, b] = semiAxes(points);
  const [pa, pb] = semiAxes(physical(points, spacing));
  const centre: Point2 = [mean(points, 0), mean(points, 1)];
  const reach: Point2 = [Math.hypot(a[0], b[0]), Math.hypot(a[1], b[1])];
  return {
    area: Math.PI * Math.abs(pa[0] * pb[1] - pa[1] * pb[0]),
    perimeter: ellipsePerimeter(pa, pb),
    box: {
      minX: centre[0] - reach[0],
      maxX: centre[0] + reach[0],
      minY: centre[1] - reach[1],
      maxY: centre[1] + reach[1],
    },
    spans: (row) => ellipseSpans(a, b, centre, row),
    warnings: [],
  };
}

/** Closed outline; what it goes around at least once is inside. */
export function freehandShape(points: readonly Point2[], spacing: Spacing): RoiShape {
  const real = physical(points, spacing);
  const crossed = crossesItself(points);
  const inRow = rowSpans(points);
  return {
    area: crossed ? enclosedArea(real) : shoelaceArea(real),
    perimeter: real.reduce((sum, point, index) => {
      const next = at(real, (index + 1) % real.length);
      return sum + Math.hypot(next[0] - point[0], next[1] - point[1]);
    }, 0),
    box: boxOf(points),
    spans: (row) => inRow(row).map(([from, to]) => between(from, to)),
    warnings: crossed ? [CROSSES] : [],
  };
}

/** Perimeter of an ellipse from two conjugate half diameters, by the arithmetic-geometric mean (exact to rounding). */
export function ellipsePerimeter(first: Point2, second: Point2): number {
  // Half axes are the singular values of the matrix whose columns are the half diameters.
  const sum = first[0] ** 2 + first[1] ** 2 + second[0] ** 2 + second[1] ** 2;
  const twiceDet = 2 * Math.abs(first[0] * second[1] - first[1] * second[0]);
  const plus = Math.sqrt(sum + twiceDet);
  const less = Math.sqrt(Math.max(sum - twiceDet, 0));
  let a = (plus + less) / 2;
  let b = (plus - less) / 2;
  if (b <= a * 1e-12) return 4 * a;
  let rest = a * a;
  for (let weight = 0.5, gap = Math.sqrt(Math.max(a * a - b * b, 0)); gap > a * 1e-12; weight *= 2) {
    rest -= weight * gap * gap;
    gap = (a - b) / 2;
    [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
  }
  return (2 * Math.PI * rest) / a;
}

function ellipseSpans(a: Point2, b: Point2, centre: Point2, row: number): readonly Span[] {
  const det = a[0] * b[1] - a[1] * b[0];
  if (det === 0) return [];
  // A pixel p = centre + s·a + t·b is inside where s² + t² ≤ 1: a quadratic in x for a given row.
  const y = row - centre[1];
  const qa = (b[1] ** 2 + a[1] ** 2) / det ** 2;
  const qb = (-2 * y * (b[0] * b[1] + a[0] * a[1])) / det ** 2;
  const qc = (y ** 2 * (b[0] ** 2 + a[0] ** 2)) / det ** 2 - 1;
  const under = qb ** 2 - 4 * qa * qc;
  // A row that only touches the ellipse has one point on it.
  if (under < -EDGE * qa) return [];
  const root = Math.sqrt(Math.max(under, 0));
  return [between(centre[0] + (-qb - root) / (2 * qa), centre[0] + (-qb + root) / (2 * qa))];
}

function semiAxes(points: readonly Point2[]): readonly [Point2, Point2] {
  const [left, right, top, bottom] = [at(points, 0), at(points, 1), at(points, 2), at(points, 3)];
  return [
    [(right[0] - left[0]) / 2, (right[1] - left[1]) / 2],
    [(bottom[0] - top[0]) / 2, (bottom[1] - top[1]) / 2],
  ];
}

function mean(points: readonly Point2[], axis: 0 | 1): number {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}

function boxOf(points: readonly Point2[]): RoiShape['box'] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  }
  return { minX, minY, maxX, maxY };
}

function between(from: number, to: number): Span {
  return [Math.ceil(from - EDGE), Math.floor(to + EDGE)];
}
