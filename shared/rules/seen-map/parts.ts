import type { Point2 } from '../../model/measurement.ts';
import type { SeenParts } from '../../model/seen.ts';

/** A picture is cut into so many parts along each side, to say which of it were inside a viewport. */
export const PARTS_A_SIDE = 8;
export const NO_PARTS: SeenParts = [0, 0];
export const ALL_PARTS: SeenParts = [0xffffffff, 0xffffffff];
/** A picture that fits its viewport ends at its edges: so much beyond, in its pixels, is no cut. */
const TOLERANCE = 0.75;

/**
 * Parts of a picture that lie wholly inside a viewport. Coordinates as x, y in pixels of the picture, 0,0 the centre of its first.
 * @param corners of the viewport, in turn: it may be turned, mirrored and larger than the picture
 */
export function partsInside(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  corners: readonly Point2[],
): SeenParts {
  let [upper, lower] = NO_PARTS;
  for (let at = 0; at < PARTS_A_SIDE * PARTS_A_SIDE; at++) {
    const [across, down] = [at % PARTS_A_SIDE, Math.floor(at / PARTS_A_SIDE)];
    const [left, right] = edges(columns, across);
    const [top, bottom] = edges(rows, down);
    const part: readonly Point2[] = [[left, top], [right, top], [right, bottom], [left, bottom]]; // prettier-ignore
    if (!part.every((point) => isInside(point, corners))) continue;
    if (at < 32) upper = (upper | (1 << at)) >>> 0;
    else lower = (lower | (1 << (at - 32))) >>> 0;
  }
  return [upper, lower];
}

export function joinParts(a: SeenParts, b: SeenParts): SeenParts {
  return [(a[0] | b[0]) >>> 0, (a[1] | b[1]) >>> 0];
}

export function sameParts(a: SeenParts, b: SeenParts): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Of the whole picture, 0 to 1. */
export function shareOf([upper, lower]: SeenParts): number {
  return (bits(upper) + bits(lower)) / PARTS_A_SIDE ** 2;
}

function edges(length: number, place: number): readonly [from: number, to: number] {
  const [from, to] = [(place * length) / PARTS_A_SIDE - 0.5, ((place + 1) * length) / PARTS_A_SIDE - 0.5];
  // Never turned inside out, however small the picture is.
  const inwards = Math.min(TOLERANCE, (to - from) / 2);
  return [from + inwards, to - inwards];
}

/** Of a convex figure whose corners come in turn, whichever way round. */
function isInside([x, y]: Point2, corners: readonly Point2[]): boolean {
  let side = 0;
  return corners.every(([ax, ay], at) => {
    const [bx, by] = corners[(at + 1) % corners.length] ?? [ax, ay];
    const turn = Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
    if (turn === 0) return true;
    if (side === 0) side = turn;
    return turn === side;
  });
}

function bits(value: number): number {
  let rest = value >>> 0;
  let count = 0;
  for (; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
}
