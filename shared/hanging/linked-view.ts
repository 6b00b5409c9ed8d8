import type { RowColumn, Vec3 } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import type { Rigid } from '../model/registration.ts';
import { pixelToWorld, planeNormal, worldToPixel } from '../rules/geometry.ts';
import type { PlacedPicture } from '../rules/reference-line.ts';
import { movedDirection, movedPlace } from '../rules/registration/rigid.ts';
import { dot, minus } from '../rules/vector.ts';
import { PARALLEL } from './linked-position.ts';

/** A window in the values of its own picture. */
export interface LinkedWindow {
  readonly center: number;
  readonly width: number;
}

/** How one picture's places come to lie on another: by both frames of reference being one, or by a registration. Null: nobody knows. */
export type ViewWay = { readonly move: Rigid | null } | null;

/** What is at the middle of the one viewport, on the other's picture; `exact`: the same patient place. */
export interface LinkedCenter {
  readonly center: Point2;
  readonly exact: boolean;
}

/** Device pixels for one image pixel of the other picture, so that a millimetre is as long on both. */
export function linkedScale(scale: number, own: RowColumn, other: RowColumn): number {
  return (scale * Math.min(...other)) / Math.min(...own);
}

/**
 * Where the middle of the other viewport goes when that of the own one lies at `center`. Along a known way it is the same patient place;
 * else as far from the middle of the picture, mm by mm along the patient's axes, or in shares of the picture where it has none. Null
 * where the planes lie across each other.
 * @param mirrored of pictures without a place: rows of the one run to the front where those of the other run to the back, as of two breasts
 */
export function linkedCenter(
  own: PlacedPicture,
  center: Point2,
  other: PlacedPicture,
  way: ViewWay,
  mirrored = false,
): LinkedCenter | null {
  const here = pixelToWorld(own.plane, center);
  const middle = pixelToWorld(own.plane, middleOf(own));
  const there = pixelToWorld(other.plane, middleOf(other));
  if (!here || !middle || !there)
    return here || there
      ? null
      : { center: byShare(own, mirrored ? [own.columns - 1 - center[0], center[1]] : center, other), exact: false };
  if (!areParallel(own, other, way?.move ?? null)) return null;
  const moved = way?.move ? movedPlace(way.move, here) : here;
  const place = way ? moved : plus(there, minus(here, middle));
  const found = worldToPixel(other.plane, place);
  return found && { center: found.point, exact: way !== null };
}

/** Whether rows run to the front of the patient in the one picture and to the back in the other, by their Patient Orientation. */
export function facesOther(own: readonly [string, string] | null, other: readonly [string, string] | null): boolean {
  const faces = `${own?.[0][0] ?? ''}${other?.[0][0] ?? ''}`;
  return faces === 'AP' || faces === 'PA';
}

/** Whether two pictures lie the same way round, so that a turn of the one is the same turn of the other. */
export function lieAlike(own: PlacedPicture, other: PlacedPicture): boolean {
  const [a, b] = [own.plane.orientation, other.plane.orientation];
  if (!a || !b) return !a && !b;
  const rows = dot([a[0], a[1], a[2]], [b[0], b[1], b[2]]);
  const columns = dot([a[3], a[4], a[5]], [b[3], b[4], b[5]]);
  return rows >= PARALLEL && columns >= PARALLEL;
}

/**
 * The other's window when the own one went from `before` to `after`. In the same unit (Hounsfield) it is the same window; elsewhere
 * values of two series mean different things, and only the change is carried over, in parts of each one's own window.
 */
export function linkedWindow(
  before: LinkedWindow,
  after: LinkedWindow,
  other: LinkedWindow,
  sameUnit: boolean,
): LinkedWindow {
  if (sameUnit) return after;
  const factor = after.width / before.width;
  const shift = (after.center - before.center) / before.width;
  if (!Number.isFinite(factor) || !Number.isFinite(shift) || factor <= 0) return other;
  return { center: other.center + shift * other.width, width: other.width * factor };
}

function areParallel(own: PlacedPicture, other: PlacedPicture, move: Rigid | null): boolean {
  const [a, b] = [normalOf(own), normalOf(other)];
  return a !== null && b !== null && Math.abs(dot(move ? movedDirection(move, a) : a, b)) >= PARALLEL;
}

function normalOf({ plane: { orientation } }: PlacedPicture): Vec3 | null {
  return orientation && planeNormal(orientation);
}

function middleOf({ columns, rows }: PlacedPicture): Point2 {
  return [(columns - 1) / 2, (rows - 1) / 2];
}

function byShare(own: PlacedPicture, [x, y]: Point2, other: PlacedPicture): Point2 {
  return [((x + 0.5) / own.columns) * other.columns - 0.5, ((y + 0.5) / own.rows) * other.rows - 0.5];
}

function plus(a: Vec3, b: Vec3): Vec3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
