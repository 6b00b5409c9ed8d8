import type { Point2 } from '../model/measurement.ts';

type Stretch = readonly [from: number, to: number];
/** Edges of a closed outline as plain arrays: an outline may have thousands and each row looks at all of them. */
type Edges = Readonly<{ count: number; ax: Float64Array; ay: Float64Array; bx: Float64Array; by: Float64Array }>;

/** Area of a closed outline that does not cross itself. */
export function shoelaceArea(points: readonly Point2[]): number {
  // Relative to the first point: far from the origin the products would eat the digits.
  const [originX, originY] = points[0] ?? [0, 0];
  let twice = 0;
  points.forEach(([ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay];
    twice += (ax - originX) * (by - originY) - (bx - originX) * (ay - originY);
  });
  return Math.abs(twice) / 2;
}

/**
 * Area that a closed outline goes around at least once, crossings allowed: between the heights of corners and crossings
 * all sides are straight, so that the width half-way up each strip is exact.
 */
export function enclosedArea(points: readonly Point2[]): number {
  const edges = edgesOf(points);
  const heights = [...new Set([...points.map(([, y]) => y), ...crossings(edges, false)])].sort((a, b) => a - b);
  let area = 0;
  for (let i = 1; i < heights.length; i += 1) {
    const low = heights[i - 1] ?? 0;
    const high = heights[i] ?? 0;
    for (const [from, to] of inside(edges, (low + high) / 2)) area += (to - from) * (high - low);
  }
  return area;
}

/** True when two edges that are not neighbours meet. */
export function crossesItself(points: readonly Point2[]): boolean {
  return crossings(edgesOf(points), true).length > 0;
}

/**
 * For a row: its parts that lie inside or on the outline, as [from, to] in x. Parts may touch or overlap because corners
 * and level edges on the row are added, so that the outline itself always belongs to the inside.
 */
export function rowSpans(points: readonly Point2[]): (row: number) => readonly Stretch[] {
  const edges = edgesOf(points);
  return (row) => [...inside(edges, row), ...onOutline(edges, row)];
}

/** Consecutive points that are the same make no edge. */
function edgesOf(points: readonly Point2[]): Edges {
  const real = points.filter(([x, y], index) => {
    const next = points[(index + 1) % points.length];
    return !next || x !== next[0] || y !== next[1];
  });
  const after = [...real.slice(1), ...real.slice(0, 1)];
  return {
    count: real.length,
    ax: Float64Array.from(real, ([x]) => x),
    ay: Float64Array.from(real, ([, y]) => y),
    bx: Float64Array.from(after, ([x]) => x),
    by: Float64Array.from(after, ([, y]) => y),
  };
}

/** Parts that the outline goes around. An edge owns its lower end and not its upper one, so that corners count once. */
function inside(edges: Edges, row: number): Stretch[] {
  const { count, ay, by } = edges;
  const crossed: { x: number; turn: number }[] = [];
  for (let i = 0; i < count; i += 1) {
    const up = num(ay, i) <= row;
    const down = num(by, i) <= row;
    if (up !== down) crossed.push({ x: crossingX(edges, i, row), turn: up ? 1 : -1 });
  }
  crossed.sort((a, b) => a.x - b.x);
  const spans: Stretch[] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossed) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) spans.push([from, x]);
  }
  return spans;
}

function onOutline(edges: Edges, row: number): Stretch[] {
  const { count, ax, ay, bx, by } = edges;
  const spans: Stretch[] = [];
  for (let i = 0; i < count; i += 1) {
    const [from, to] = [num(ay, i), num(by, i)];
    if (row < Math.min(from, to) || row > Math.max(from, to)) continue;
    if (from === to) {
      spans.push([Math.min(num(ax, i), num(bx, i)), Math.max(num(ax, i), num(bx, i))]);
    } else {
      const x = crossingX(edges, i, row);
      spans.push([x, x]);
    }
  }
  return spans;
}

function crossingX({ ax, ay, bx, by }: Edges, i: number, row: number): number {
  const share = (row - num(ay, i)) / (num(by, i) - num(ay, i));
  return num(ax, i) + share * (num(bx, i) - num(ax, i));
}

/** Heights at which edges that are not neighbours meet. */
function crossings(edges: Edges, firstOnly: boolean): number[] {
  const { count, ay, by } = edges;
  const found: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const low = Math.min(num(ay, i), num(by, i));
    const high = Math.max(num(ay, i), num(by, i));
    // Neighbours share a corner; the first and the last edge are neighbours too.
    const last = i === 0 ? count - 1 : count;
    for (let j = i + 2; j < last; j += 1) {
      const [c, d] = [num(ay, j), num(by, j)];
      if ((c < low && d < low) || (c > high && d > high)) continue;
      const y = crossingY(edges, i, j);
      if (y === null) continue;
      found.push(y);
      if (firstOnly) return found;
    }
  }
  return found;
}

/** Height at which two edges meet, ends included; null when apart or parallel. */
function crossingY({ ax, ay, bx, by }: Edges, i: number, j: number): number | null {
  const rx = num(bx, i) - num(ax, i);
  const ry = num(by, i) - num(ay, i);
  const sx = num(bx, j) - num(ax, j);
  const sy = num(by, j) - num(ay, j);
  const det = rx * sy - ry * sx;
  if (det === 0) return null;
  const dx = num(ax, j) - num(ax, i);
  const dy = num(ay, j) - num(ay, i);
  const t = (dx * sy - dy * sx) / det;
  const u = (dx * ry - dy * rx) / det;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? num(ay, i) + t * ry : null;
}

/** Reads an index that the loops keep inside the array. */
function num(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}
