import type { Vec3 } from '../../model/image.ts';
import { dot, length, minus } from '../../rules/vector.ts';
import { step } from '../grid.ts';

/** A smooth line through points of the patient, mm LPS, as short straight pieces. */
export interface PathLine {
  readonly places: readonly Vec3[];
  /** Arc length from the first place to each, mm. */
  readonly along: readonly number[];
}

/** Pieces are no longer: over a bend of 5 mm the arc is then right to a ten-thousandth. */
const PIECE_MM = 0.25;
const MOST_PIECES = 1200;
/** Nearer points are one. */
const SAME_PLACE_MM = 0.05;

/**
 * Through every point, without loops between them (a centripetal Catmull-Rom spline); two points are a straight line.
 * Null where fewer than two of them lie apart.
 */
export function pathLine(points: readonly Vec3[]): PathLine | null {
  const apart = points.filter((point, at) => at === 0 || length(minus(point, points[at - 1] ?? point)) > SAME_PLACE_MM);
  const [first, second] = apart;
  const [last, before] = [apart.at(-1), apart.at(-2)];
  if (!first || !second || !last || !before) return null;
  // Beyond either end it goes on as it came.
  const all = [step(first, minus(first, second), 1), ...apart, step(last, minus(last, before), 1)];
  const places: Vec3[] = [first];
  for (let at = 1; at + 2 < all.length; at += 1) {
    const [a, b, c, d] = all.slice(at - 1, at + 3);
    if (!a || !b || !c || !d) continue;
    const pieces = Math.min(MOST_PIECES, Math.max(8, Math.ceil(length(minus(c, b)) / PIECE_MM)));
    for (let piece = 1; piece <= pieces; piece += 1) places.push(between(a, b, c, d, piece / pieces));
  }
  const along = [0];
  for (const [at, place] of places.entries()) {
    const former = places[at - 1];
    if (former) along.push((along.at(-1) ?? 0) + length(minus(place, former)));
  }
  return { places, along };
}

/** Of the whole line, mm. */
export function pathLength({ along }: PathLine): number {
  return along.at(-1) ?? 0;
}

/** The place at an arc length from the first one, and where the line goes there. Beyond an end: the end. */
export function pathAt({ places, along }: PathLine, arc: number): { readonly place: Vec3; readonly tangent: Vec3 } {
  let [low, high] = [0, along.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((along[middle] ?? 0) <= arc) low = middle;
    else high = middle - 1;
  }
  const from: Vec3 = places[low] ?? [0, 0, 0];
  const to: Vec3 = places[low + 1] ?? from;
  const way = minus(to, from);
  const size = length(way);
  const share = Math.max(0, Math.min(1, (arc - (along[low] ?? 0)) / size));
  return { place: step(from, way, share), tangent: [way[0] / size, way[1] / size, way[2] / size] };
}

/** The arc length of the place of the line that is nearest to a place of the patient, and how far apart they are, mm. */
export function nearestOnPath({ places, along }: PathLine, to: Vec3): { readonly arc: number; readonly away: number } {
  let best = { arc: 0, away: Infinity };
  for (let at = 0; at + 1 < places.length; at += 1) {
    const from = places[at] ?? to;
    const way = minus(places[at + 1] ?? from, from);
    const size = length(way);
    const share = Math.max(0, Math.min(1, dot(minus(to, from), way) / (size * size)));
    const away = length(minus(to, step(from, way, share)));
    if (away < best.away) best = { arc: (along[at] ?? 0) + share * size, away };
  }
  return best;
}

/** Barry and Goldman's pyramid, with knots at the square roots of the distances. */
function between(a: Vec3, b: Vec3, c: Vec3, d: Vec3, share: number): Vec3 {
  const gap = (from: Vec3, to: Vec3): number => Math.max(1e-6, Math.sqrt(length(minus(to, from))));
  const [ta, tb] = [0, gap(a, b)];
  const tc = tb + gap(b, c);
  const td = tc + gap(c, d);
  const t = tb + share * (tc - tb);
  const blend = (from: Vec3, to: Vec3, start: number, end: number): Vec3 =>
    step(from, minus(to, from), (t - start) / (end - start));
  const [ab, bc, cd] = [blend(a, b, ta, tb), blend(b, c, tb, tc), blend(c, d, tc, td)];
  return blend(blend(ab, bc, ta, tc), blend(bc, cd, tb, td), tb, tc);
}
