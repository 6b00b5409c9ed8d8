import type { RowColumn } from '../model/image.ts';
import type { MeasureTool, Point2 } from '../model/measurement.ts';

/** Handles that can be held one by one; an outline of a hand moves as a whole. */
export function handleCount(tool: MeasureTool, points: readonly Point2[]): number {
  return tool === 'freehand' ? 0 : points.length;
}

/**
 * Points of a drawing after one of them, or all (`index` null), moved by some pixels. Ellipse and circle keep their middle: the
 * opposite end goes the other way, a circle stays round in mm.
 * @param spacing of rows and of columns: shape of a pixel
 */
export function movedPoints(
  tool: MeasureTool,
  points: readonly Point2[],
  index: number | null,
  [dx, dy]: Point2,
  spacing: RowColumn,
): Point2[] {
  if (index === null || index >= handleCount(tool, points)) return points.map(([x, y]) => [x + dx, y + dy]);
  if (tool === 'ellipse') return ellipsePoints(points, index, [dx, dy]);
  if (tool === 'circle') return circlePoints(points, index, [dx, dy], spacing);
  return points.map((point, place) => (place === index ? [point[0] + dx, point[1] + dy] : point));
}

function ellipsePoints(points: readonly Point2[], index: number, by: Point2): Point2[] {
  const [end, other] = axisOf(points, index);
  const half: Point2 = [(end[0] - other[0]) / 2, (end[1] - other[1]) / 2];
  const length = Math.hypot(half[0], half[1]);
  const share = length === 0 ? 0 : (by[0] * half[0] + by[1] * half[1]) / length ** 2;
  return points.map((point, place): Point2 => {
    if (place === index) return [point[0] + share * half[0], point[1] + share * half[1]];
    if (place === opposite(index)) return [point[0] - share * half[0], point[1] - share * half[1]];
    return point;
  });
}

function circlePoints(points: readonly Point2[], index: number, by: Point2, [row, column]: RowColumn): Point2[] {
  const [end, other] = axisOf(points, index);
  const middle: Point2 = [(end[0] + other[0]) / 2, (end[1] + other[1]) / 2];
  const before = Math.hypot((end[0] - middle[0]) * column, (end[1] - middle[1]) * row);
  const after = Math.hypot((end[0] + by[0] - middle[0]) * column, (end[1] + by[1] - middle[1]) * row);
  const factor = before === 0 ? 1 : after / before;
  return points.map(([x, y]) => [middle[0] + (x - middle[0]) * factor, middle[1] + (y - middle[1]) * factor]);
}

function axisOf(points: readonly Point2[], index: number): readonly [Point2, Point2] {
  return [points[index] ?? [0, 0], points[opposite(index)] ?? [0, 0]];
}

/** Ends stand in pairs: left and right, top and bottom. */
function opposite(index: number): number {
  return index % 2 === 0 ? index + 1 : index - 1;
}
