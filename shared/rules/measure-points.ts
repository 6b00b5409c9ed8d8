import { AppError } from '../errors/app-error.ts';
import type { MeasureTool, Point2 } from '../model/measurement.ts';

const POINTS: Readonly<Record<MeasureTool, readonly [least: number, most: number]>> = {
  length: [2, 2],
  bidirectional: [4, 4],
  angle: [3, 3],
  cobb: [4, 4],
  rectangle: [2, 2],
  ellipse: [4, 4],
  circle: [4, 4],
  freehand: [3, 4000],
  probe: [1, 1],
  arrow: [2, 2],
  polyline: [2, 4000],
  'open-angle': [4, 4],
  perpendicular: [3, 3],
  polygon: [3, 4000],
  cardiothoracic: [4, 4],
  'leg-axis': [3, 3],
  doppler: [2, 2],
  'spine-label': [1, 1],
  threshold: [3, 4000],
  'threshold-volume': [1, 1],
  calcium: [1, 1],
};
/** Lines whose direction counts: their ends must be apart. */
const LINES: Readonly<Partial<Record<MeasureTool, readonly (readonly [number, number])[]>>> = {
  cobb: [
    [0, 1],
    [2, 3],
  ],
  'open-angle': [
    [0, 1],
    [2, 3],
  ],
  perpendicular: [[0, 1]],
  cardiothoracic: [[2, 3]],
  'leg-axis': [[0, 2]],
};
/** The two axes of an ellipse share their middle; more than this many pixels apart is no ellipse. */
const CENTRE_TOLERANCE = 1;

/** @throws AppError measure/bad-points for a wrong number of points, NaN, or points that are not such a figure. */
export function checkPoints(tool: MeasureTool, points: readonly Point2[]): void {
  const [least, most] = POINTS[tool];
  if (points.length < least || points.length > most) throw bad(tool, 'wrong number of points', points.length);
  if (!points.flat().every(Number.isFinite)) throw bad(tool, 'a coordinate is not a number', points.length);
  if (tool === 'angle' || tool === 'leg-axis') checkArms(tool, points);
  for (const line of LINES[tool] ?? []) checkLine(tool, points, line);
  if (tool === 'ellipse' || tool === 'circle') checkAxes(tool, points);
}

/** The point at an index that `checkPoints` let through. */
export function at(points: readonly Point2[], index: number): Point2 {
  const point = points[index];
  if (!point) throw new AppError('measure/bad-points', 'a point is missing', { context: { index } });
  return point;
}

function checkArms(tool: MeasureTool, points: readonly Point2[]): void {
  const [vertexX, vertexY] = at(points, 1);
  for (const [x, y] of [at(points, 0), at(points, 2)]) {
    if (x === vertexX && y === vertexY) throw bad(tool, 'an arm has no length', points.length);
  }
}

function checkLine(tool: MeasureTool, points: readonly Point2[], [from, to]: readonly [number, number]): void {
  const [a, b] = [at(points, from), at(points, to)];
  if (a[0] === b[0] && a[1] === b[1]) throw bad(tool, 'a line has no length', points.length);
}

function checkAxes(tool: MeasureTool, points: readonly Point2[]): void {
  const [left, right, top, bottom] = [at(points, 0), at(points, 1), at(points, 2), at(points, 3)];
  const apartX = (left[0] + right[0] - top[0] - bottom[0]) / 2;
  const apartY = (left[1] + right[1] - top[1] - bottom[1]) / 2;
  if (Math.hypot(apartX, apartY) > CENTRE_TOLERANCE) throw bad(tool, 'the axes do not cross in their middle', 4);
}

function bad(tool: MeasureTool, message: string, points: number): AppError {
  return new AppError('measure/bad-points', message, { context: { tool, points } });
}
