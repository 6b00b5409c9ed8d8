import { MeasureTool } from '../../../../shared/model/measurement.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import type { ImageReference } from '../../../../shared/model/segmentation.ts';
import { measuredShapes } from '../write/sr-geometry.ts';

interface DrawnShape {
  readonly type: string;
  readonly points: readonly Point2[];
}

/** A shape on an image as it stands in the object: from the corner of the first pixel. */
export interface ReadShape extends DrawnShape {
  /** The picture it lies on; null: nobody said. */
  readonly image: ImageReference | null;
}

export interface Drawing {
  readonly tool: MeasureTool;
  readonly points: readonly Point2[];
}

/** Single precision of coordinates up to some thousand pixels. */
const CLOSE = 1e-2;

/** Our own drawing, where it still is the shapes that stand beside it; null where another program changed them. */
export function ownDrawing(toolName: string, points: readonly Point2[], shapes: readonly DrawnShape[]): Drawing | null {
  const tool = MeasureTool.options.find((one) => ownName(one) === toolName);
  if (tool === undefined || points.length === 0) return null;
  try {
    const drawn = measuredShapes({ tool, points: points.map(([x, y]): Point2 => [x, y]) }).shapes;
    // Shapes stand below values: one without a value has none in the object.
    return shapes.every((one) => drawn.some((shape) => sameShape(one, shape))) ? { tool, points } : null;
  } catch {
    // Too few points for the tool: no drawing of ours.
    return null;
  }
}

/** As the writer makes a code of a tool. */
export function ownName(tool: string): string {
  return tool
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .slice(0, 16);
}

function sameShape(a: DrawnShape, b: DrawnShape): boolean {
  return (
    a.type === b.type &&
    a.points.length === b.points.length &&
    a.points.every(([x, y], at) => {
      const [u = 0, v = 0] = b.points[at] ?? [];
      return Math.abs(x - u) < CLOSE && Math.abs(y - v) < CLOSE;
    })
  );
}

/**
 * A tool that draws what somebody else measured; null: none does.
 * @param names of the values, as this program says them
 */
export function likelyDrawing(shapes: readonly DrawnShape[], names: readonly string[]): Drawing | null {
  const [first, second] = shapes;
  if (first === undefined) return null;
  const points = shapes.map((shape) => shape.points.map(([x, y]): Point2 => [x - 0.5, y - 0.5]));
  const [a = [], b = []] = points;
  const isLine = (shape: DrawnShape | undefined): boolean => shape?.type === 'POLYLINE' && shape.points.length === 2;
  if (isLine(first) && isLine(second)) {
    return { tool: names.some((name) => name.includes('axis')) ? 'bidirectional' : 'cobb', points: [...a, ...b] };
  }
  if (shapes.length > 1) return null;
  switch (first.type) {
    case 'POINT':
      return { tool: 'probe', points: a.slice(0, 1) };
    case 'POLYLINE':
      if (a.length === 2) return { tool: 'length', points: a };
      if (a.length === 3 && names.some((name) => name.includes('angle'))) return { tool: 'angle', points: a };
      return isClosed(a) ? { tool: 'freehand', points: a.slice(0, -1) } : { tool: 'polyline', points: a };
    case 'ELLIPSE':
      return a.length === 4 ? { tool: 'ellipse', points: horizontalFirst(a) } : null;
    case 'CIRCLE':
      return circle(a);
    default:
      return null;
  }
}

export function isClosed(points: readonly Point2[]): boolean {
  const [from, to] = [points[0], points.at(-1)];
  return points.length > 3 && from?.[0] === to?.[0] && from?.[1] === to?.[1];
}

/** Ours are left, right, top, bottom; theirs the ends of the major axis, then of the minor one. */
function horizontalFirst(points: readonly Point2[]): Point2[] {
  const [a = [0, 0], b = [0, 0], c = [0, 0], d = [0, 0]] = points;
  const [one, other] =
    Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1])
      ? [
          [a, b],
          [c, d],
        ]
      : [
          [c, d],
          [a, b],
        ];
  const along = [...(one ?? [])].sort((p, q) => (p[0] ?? 0) - (q[0] ?? 0));
  const across = [...(other ?? [])].sort((p, q) => (p[1] ?? 0) - (q[1] ?? 0));
  return [...along, ...across].map(([x = 0, y = 0]): Point2 => [x, y]);
}

function circle([centre, rim]: readonly Point2[]): Drawing | null {
  if (!centre || !rim) return null;
  const [x, y] = centre;
  const radius = Math.hypot(rim[0] - x, rim[1] - y);
  const ends: Point2[] = [
    [x - radius, y],
    [x + radius, y],
    [x, y - radius],
    [x, y + radius],
  ];
  return { tool: 'circle', points: ends };
}
