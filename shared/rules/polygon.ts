import type { Point2 } from '../model/measurement.ts';

type Edge = readonly [from: Point2, to: Point2];

/** Area of a closed outline that does not cross itself. */
export function shoelaceArea(points: readonly Point2[]): number {
  // Relative to the first point: far from the origin the products would eat the digits.
  const [originX, originY] = points[0] ?? [0, 0];
  let twice = 0;
  for (const [[ax, ay], [bx, by]] of edgesOf(points)) {
    twice += (ax - originX) * (by - originY) - (bx - originX) * (ay - originY);
  }
  return Math.abs(twice) / 2;
}

/** Area inside by the even-odd rule for any closed outline: strips between corners and crossings have straight sides. */
export function evenOddArea(points: readonly Point2[]): number {
  const heights = [...new Set([...points.map(([, y]) => y), ...crossingHeights(points)])].sort((a, b) => a - b);
  let area = 0;
  for (let i = 1; i < heights.length; i += 1) {
    const low = heights[i - 1] ?? 0;
    const high = heights[i] ?? 0;
    for (const [from, to] of inside(edgesOf(points), (low + high) / 2)) area += (to - from) * (high - low);
  }
  return area;
}

/** True when two edges that are not neighbours meet. */
export function crossesItself(points: readonly Point2[]): boolean {
  return crossings(points, true).length > 0;
}

/**
 * Parts of a row that lie inside or on the outline, as [from, to] in x. Even-odd; parts may touch or overlap because
 * corners and level edges on the row are added, so that the outline itself always belongs to the inside.
 */
export function rowSpans(points: readonly Point2[], row: number): readonly (readonly [number, number])[] {
  const edges = edgesOf(points);
  const onOutline = edges
    .filter(([a, b]) => row >= Math.min(a[1], b[1]) && row <= Math.max(a[1], b[1]))
    .map(([a, b]): readonly [number, number] => {
      if (a[1] === b[1]) return [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
      const x = crossingX([a, b], row);
      return [x, x];
    });
  return [...inside(edges, row), ...onOutline];
}

function edgesOf(points: readonly Point2[]): readonly Edge[] {
  return points.map((point, index): Edge => [point, points[(index + 1) % points.length] ?? point]);
}

/** Even-odd parts of a row. An edge owns its lower end and not its upper one, so that corners count once. */
function inside(edges: readonly Edge[], row: number): (readonly [number, number])[] {
  const xs: number[] = [];
  for (const edge of edges) {
    const [a, b] = edge;
    if (a[1] <= row !== b[1] <= row) xs.push(crossingX(edge, row));
  }
  xs.sort((a, b) => a - b);
  const spans: (readonly [number, number])[] = [];
  for (let i = 1; i < xs.length; i += 2) spans.push([xs[i - 1] ?? 0, xs[i] ?? 0]);
  return spans;
}

function crossingX([a, b]: Edge, row: number): number {
  return a[0] + ((row - a[1]) / (b[1] - a[1])) * (b[0] - a[0]);
}

function crossingHeights(points: readonly Point2[]): number[] {
  return crossings(points, false);
}

/** Heights at which edges that are not neighbours meet. */
function crossings(points: readonly Point2[], firstOnly: boolean): number[] {
  const edges = edgesOf(points).filter(([a, b]) => a[0] !== b[0] || a[1] !== b[1]);
  const found: number[] = [];
  edges.forEach((one, i) => {
    if (firstOnly && found.length > 0) return;
    for (let j = i + 2; j < edges.length; j += 1) {
      const other = edges[j];
      if (!other || (i === 0 && j === edges.length - 1)) continue;
      const y = crossingY(one, other);
      if (y !== null) found.push(y);
    }
  });
  return found;
}

/** Height at which two edges meet, ends included; null when apart or parallel. */
function crossingY([a, b]: Edge, [c, d]: Edge): number | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const det = rx * sy - ry * sx;
  if (det === 0) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / det;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / det;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? a[1] + t * ry : null;
}
