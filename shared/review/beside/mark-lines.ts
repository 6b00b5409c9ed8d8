import type { BesideMark } from '../../model/review/beside.ts';
import type { Point2 } from '../../model/measurement.ts';

/** Lines and single places of a drawing, in pixels of its picture. A line of one point is a place. */
export interface MarkLine {
  readonly points: readonly Point2[];
  readonly closed: boolean;
}

/** Corners of a round outline. */
const ROUND = 48;
const CLOSED: ReadonlySet<string> = new Set(['freehand', 'polygon', 'threshold']);
/** Two lines of two points each. */
const PAIRS: ReadonlySet<string> = new Set(['bidirectional', 'cobb', 'open-angle', 'cardiothoracic']);
const ALONG: ReadonlySet<string> = new Set(['length', 'angle', 'polyline', 'leg-axis', 'arrow']);

/** A drawing as plain lines, whatever its tool (Measurement says what its points are). */
export function markLines({ tool, points }: NonNullable<BesideMark['drawn']>): MarkLine[] {
  const [a, b, c, d] = points;
  if (a === undefined) return [];
  if (CLOSED.has(tool)) return [{ points, closed: true }];
  if (ALONG.has(tool)) return [{ points, closed: false }];
  if (b === undefined) return [{ points: [a], closed: false }];
  if (tool === 'rectangle') return [{ points: [a, [b[0], a[1]], b, [a[0], b[1]]], closed: true }];
  if (c !== undefined && d !== undefined) {
    if (tool === 'ellipse' || tool === 'circle') return [{ points: roundOutline(a, b, c, d), closed: true }];
    if (PAIRS.has(tool)) return [line(a, b), line(c, d)];
  }
  if (tool === 'perpendicular') return [line(a, b), ...(c === undefined ? [] : [{ points: [c], closed: false }])];
  return points.map((point) => ({ points: [point], closed: false }));
}

/** By the ends of its axes: left, right, top, bottom. */
function roundOutline(left: Point2, right: Point2, top: Point2, bottom: Point2): Point2[] {
  const [x, y] = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const across = [(right[0] - left[0]) / 2, (right[1] - left[1]) / 2] as const;
  const down = [(bottom[0] - top[0]) / 2, (bottom[1] - top[1]) / 2] as const;
  return Array.from({ length: ROUND }, (_unused, at): Point2 => {
    const angle = (2 * Math.PI * at) / ROUND;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return [x + across[0] * cos + down[0] * sin, y + across[1] * cos + down[1] * sin];
  });
}

function line(from: Point2, to: Point2): MarkLine {
  return { points: [from, to], closed: false };
}
