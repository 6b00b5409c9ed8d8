import type { Orientation, Vec3 } from '../../model/image.ts';
import type { RegistrationFault, Rigid } from '../../model/registration.ts';
import { cross, dot } from '../vector.ts';

/**
 * How far rows may be from unit length and from right angles. Decimal strings are rounded by their writers, often to four places; at
 * 300 mm from the origin this much is a third of a millimetre.
 */
const ROUNDED = 1e-3;
/** The last row is 0, 0, 0, 1 and nothing else; writers who compute it leave dust. */
const DUST = 1e-6;
/** Nothing in a patient lies so far from anything else, mm. */
const MOST_SHIFT = 10_000;

type Read =
  { readonly matrix: Rigid; readonly fault: null } | { readonly matrix: null; readonly fault: RegistrationFault };

/** Sixteen numbers, row by row (Part 3, C.20.2.1.1). */
export function rigidFrom(values: readonly number[]): Read {
  if (values.length !== 16 || !values.every(Number.isFinite)) return refused('damaged-matrix');
  const at = (row: number, column: number): number => values[row * 4 + column] ?? Number.NaN;
  const isAffine = [0, 1, 2, 3].every((column) => Math.abs(at(3, column) - (column === 3 ? 1 : 0)) <= DUST);
  if (!isAffine) return refused('damaged-matrix');
  const rowOf = (row: number): Vec3 => [at(row, 0), at(row, 1), at(row, 2)];
  const turn: Rigid['turn'] = [rowOf(0), rowOf(1), rowOf(2)];
  const shift: Vec3 = [at(0, 3), at(1, 3), at(2, 3)];
  if (!isTurn(turn)) return refused('not-rigid');
  return shift.every((one) => Math.abs(one) <= MOST_SHIFT)
    ? { matrix: { turn, shift }, fault: null }
    : refused('damaged-matrix');
}

/** Rows of unit length at right angles, and right-handed: a mirror is no turn. */
function isTurn([x, y, z]: Rigid['turn']): boolean {
  const units = [dot(x, x), dot(y, y), dot(z, z), dot(cross(x, y), z)];
  const angles = [dot(x, y), dot(y, z), dot(z, x)];
  return units.every((one) => Math.abs(one - 1) <= 2 * ROUNDED) && angles.every((one) => Math.abs(one) <= ROUNDED);
}

/** Where a place lies in the other space, mm. */
export function movedPlace({ turn, shift }: Rigid, place: Vec3): Vec3 {
  const [x, y, z] = movedDirection({ turn }, place);
  return [x + shift[0], y + shift[1], z + shift[2]];
}

/** A direction has no place: it turns and does not shift. */
export function movedDirection({ turn }: Pick<Rigid, 'turn'>, direction: Vec3): Vec3 {
  return [dot(turn[0], direction), dot(turn[1], direction), dot(turn[2], direction)];
}

export function movedOrientation(by: Rigid, [a, b, c, d, e, f]: Orientation): Orientation {
  return [...movedDirection(by, [a, b, c]), ...movedDirection(by, [d, e, f])];
}

/** The way back (Part 17, P: the inverse of a turn is its transpose). */
export function inverse({ turn: [x, y, z], shift }: Rigid): Rigid {
  const turn: Rigid['turn'] = [
    [x[0], y[0], z[0]],
    [x[1], y[1], z[1]],
    [x[2], y[2], z[2]],
  ];
  const [tx, ty, tz] = movedDirection({ turn }, shift);
  return { turn, shift: [0 - tx, 0 - ty, 0 - tz] };
}

/** First `first`, then `then`. */
export function after(then: Rigid, first: Rigid): Rigid {
  const [x, y, z] = inverse({ ...first, shift: [0, 0, 0] }).turn;
  const rowOf = (row: Vec3): Vec3 => [dot(row, x), dot(row, y), dot(row, z)];
  return {
    turn: [rowOf(then.turn[0]), rowOf(then.turn[1]), rowOf(then.turn[2])],
    shift: movedPlace(then, first.shift),
  };
}

export const SAME_PLACE: Rigid = {
  turn: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  shift: [0, 0, 0],
};

/** Whether two take every place within a body to the same, to a tenth of a millimetre. */
export function isSame(a: Rigid, b: Rigid): boolean {
  const far: readonly Vec3[] = [
    [0, 0, 0],
    [500, 0, 0],
    [0, 500, 0],
    [0, 0, 500],
  ];
  return far.every((place) => {
    const [p, q] = [movedPlace(a, place), movedPlace(b, place)];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 0.1;
  });
}

/** Degrees about its own axis. */
export function degreesOf({ turn: [x, y, z] }: Rigid): number {
  const cosine = (x[0] + y[1] + z[2] - 1) / 2;
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
}

function refused(fault: RegistrationFault): Read {
  return { matrix: null, fault };
}
