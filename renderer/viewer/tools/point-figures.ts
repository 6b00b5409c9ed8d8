import type { MeasureTool, Point2 } from '../../../shared/model/measurement.ts';
import { footOfPerpendicular } from '../../../shared/rules/measure-lines.ts';

/** A stroke of a figure, in CSS pixels on the glass; dashed where it is only a help for the eye. */
export interface Stroke {
  readonly from: Point2;
  readonly to: Point2;
  readonly dashed: boolean;
}

/** A drawing that is made point by point. */
export interface PointFigure {
  /** Points that end the drawing by themselves; more than these are never taken. */
  readonly most: number;
  /** Fewer make no figure. */
  readonly least: number;
  /** An outline: a press on its first point closes it. */
  readonly closed?: boolean;
  /** Points stand as crosses, no matter whether a handle is near the mouse. */
  readonly crosses?: boolean;
  readonly strokes: (points: readonly Point2[], finished: boolean) => readonly Stroke[];
}

const OPEN_END = 4000;
/** The view turns, flips and scales evenly: a right angle on the glass is one in the plane of the picture. */
const SQUARE = { row: 1, column: 1 };

/** Tools of our own; the others are Cornerstone's. */
export const POINT_FIGURES = {
  polyline: { least: 2, most: OPEN_END, strokes: (points) => chain(points) },
  polygon: {
    least: 3,
    most: OPEN_END,
    closed: true,
    strokes: (points, finished) => [...chain(points), ...line(points.at(-1), points[0], !finished)],
  },
  threshold: {
    least: 3,
    most: OPEN_END,
    closed: true,
    strokes: (points, finished) => [...chain(points), ...line(points.at(-1), points[0], !finished)],
  },
  'open-angle': {
    least: 4,
    most: 4,
    strokes: ([a, b, c, d]) => [...line(a, b), ...line(c, d), ...line(middle(a, b), middle(c, d), true)],
  },
  perpendicular: {
    least: 3,
    most: 3,
    strokes: ([a, b, c]) => [...line(a, b), ...perpendicular(a, b, c)],
  },
  cardiothoracic: { least: 4, most: 4, strokes: ([a, b, c, d]) => [...line(a, b), ...line(c, d)] },
  'leg-axis': { least: 3, most: 3, strokes: ([a, b, c]) => [...line(a, b), ...line(b, c), ...line(a, c, true)] },
  doppler: { least: 2, most: 2, crosses: true, strokes: ([a, b]) => line(a, b, true) },
  'spine-label': { least: 1, most: 1, crosses: true, strokes: () => [] },
  'threshold-volume': { least: 1, most: 1, crosses: true, strokes: () => [] },
  calcium: { least: 1, most: 1, crosses: true, strokes: () => [] },
} as const satisfies Partial<Record<MeasureTool, PointFigure>>;

export type PointTool = keyof typeof POINT_FIGURES;

/** Half the width of a cross, CSS pixels. */
const CROSS = 6;

export function crossOf([x, y]: Point2): readonly Stroke[] {
  return [...line([x - CROSS, y], [x + CROSS, y]), ...line([x, y - CROSS], [x, y + CROSS])];
}

export function distanceToStroke([x, y]: Point2, { from, to }: Stroke): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
  return Math.hypot(x - from[0] - share * dx, y - from[1] - share * dy);
}

function chain(points: readonly Point2[]): readonly Stroke[] {
  return points.slice(1).flatMap((point, index) => line(points[index], point));
}

function line(from: Point2 | undefined, to: Point2 | undefined, dashed = false): readonly Stroke[] {
  return from && to ? [{ from, to, dashed }] : [];
}

function middle(a: Point2 | undefined, b: Point2 | undefined): Point2 | undefined {
  return a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : undefined;
}

function perpendicular(a: Point2 | undefined, b: Point2 | undefined, c: Point2 | undefined): readonly Stroke[] {
  if (!a || !b || !c || (a[0] === b[0] && a[1] === b[1])) return [];
  const foot = footOfPerpendicular([a, b, c], SQUARE);
  return [...line(c, foot), ...line(middle(a, b), foot, true)];
}
