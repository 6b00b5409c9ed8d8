import type { Vec3 } from '../../model/image.ts';
import { cross, dot, length, minus } from '../../rules/vector.ts';
import { step } from '../grid.ts';
import { pathAt, pathLength } from './path-line.ts';
import type { PathLine } from './path-line.ts';

/** Places at equal steps along a path, each with two directions at right angles to it and to each other. Plain data. */
export interface PathFrame {
  /** Arc length from place to place, mm. */
  readonly size: number;
  readonly places: readonly Vec3[];
  /** Unit vectors: the direction that is "down" on a picture that is not turned, and the one a quarter turn on. */
  readonly across: readonly Vec3[];
  readonly beside: readonly Vec3[];
  /** Radius of its tightest bend, mm; Infinity for a straight line. */
  readonly tightest: number;
}

/** A bend is looked at over this length, mm: the rounding of short pieces is no bend. */
const BEND_MM = 2;
/** Where a path lies across to one of these, in this order, that is where a picture of it begins: back, feet, left. */
const DOWN: readonly Vec3[] = [
  [0, 1, 0],
  [0, 0, -1],
  [1, 0, 0],
];
/** A path that runs within this of a direction cannot begin with it. */
const MOST_ALONG = 0.8;

/**
 * Frames that turn about the path no more than it forces them to (double reflection): a straight vessel does not look twisted, and a
 * frame follows from the one before it only.
 */
export function pathFrame(line: PathLine, size: number): PathFrame {
  const count = Math.floor(pathLength(line) / size + 1e-9) + 1;
  const at = Array.from({ length: count }, (_unused, place) => pathAt(line, place * size));
  const across: Vec3[] = [];
  for (const [place, { tangent }] of at.entries()) {
    const former = at[place - 1];
    const before = across.at(-1);
    across.push(former && before ? reflected(former, before, at[place] ?? former) : firstAcross(tangent));
  }
  return {
    size,
    places: at.map(({ place }) => place),
    across,
    beside: across.map((direction, place) => cross(at[place]?.tangent ?? [0, 0, 1], direction)),
    tightest: tightestBend(line),
  };
}

function firstAcross(tangent: Vec3): Vec3 {
  const down = DOWN.find((direction) => Math.abs(dot(direction, tangent)) < MOST_ALONG) ?? [0, 1, 0];
  return unit(step(down, tangent, -dot(down, tangent)));
}

interface Along {
  readonly place: Vec3;
  readonly tangent: Vec3;
}

/** Wang, Jüttler, Zheng and Liu, "Computation of rotation minimizing frames" (2008). */
function reflected(from: Along, across: Vec3, to: Along): Vec3 {
  const mirror = (vector: Vec3, by: Vec3): Vec3 => {
    const size = dot(by, by);
    return size < 1e-18 ? vector : step(vector, by, (-2 * dot(by, vector)) / size);
  };
  const way = minus(to.place, from.place);
  const [direction, tangent] = [mirror(across, way), mirror(from.tangent, way)];
  const turned = mirror(direction, minus(to.tangent, tangent));
  return unit(step(turned, to.tangent, -dot(turned, to.tangent)));
}

function tightestBend(line: PathLine): number {
  const whole = pathLength(line);
  let most = 0;
  for (let arc = BEND_MM; arc + BEND_MM <= whole; arc += BEND_MM / 2) {
    const [a, b, c] = [arc - BEND_MM, arc, arc + BEND_MM].map((one) => pathAt(line, one).place);
    if (!a || !b || !c) continue;
    // Of the circle through three places: 4 × area / product of the sides.
    const [u, v, w] = [minus(b, a), minus(c, b), minus(c, a)];
    most = Math.max(most, (2 * length(cross(u, v))) / (length(u) * length(v) * length(w)));
  }
  return most < 1e-6 ? Infinity : 1 / most;
}

function unit(vector: Vec3): Vec3 {
  const size = length(vector);
  return [vector[0] / size, vector[1] / size, vector[2] / size];
}
