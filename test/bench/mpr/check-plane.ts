import { say } from '../lib/say.ts';
import { WrongPixels } from '../lib/pixel-check.ts';
import { CT_COLUMNS, ctPixels } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';

/**
 * A coronal plane as it stands on a glass. Pixel u, v of the canvas has its middle at column x0 + u · dx and slice (from the head)
 * y0 + v · dy of the volume; whole numbers are centres of voxels.
 */
export interface PlaneOnGlass {
  readonly width: number;
  readonly height: number;
  readonly grey: readonly number[];
  readonly x0: number;
  readonly dx: number;
  readonly y0: number;
  readonly dy: number;
  /** Row of voxels that the plane lies on; a whole number, or the planes are not the same ones. */
  readonly row: number;
}

const CENTER = 40;
const WIDTH = 400;
/** Nearly all pixels are this near; at steep edges the rounded weights of a canvas (sixteenths) and of a card show. */
const SAME = 2;
/** Share of the pixels that may be further off than `SAME`; half a pixel beside its place, it is two in five. */
const MOST_OFF = 0.02;
/** How far from a row of voxels a plane may lie, in rows: the rounding of a camera. */
const ON_ROW = 1e-3;

/** Both interpolate between the four voxels round a pixel's middle: values before the window, or greys after it. */
export type Interpolated = 'values' | 'greys';

/**
 * Holds every pixel of a plane on the glass against what lies under its middle, as the files have it.
 * @throws WrongPixels
 */
export function checkPlane(who: string, plane: PlaneOnGlass, ct: SyntheticCt, interpolated: Interpolated): void {
  const row = Math.round(plane.row);
  if (Math.abs(plane.row - row) > ON_ROW) throw new WrongPixels(`${who}: the plane lies between two rows`);
  const values = valuesOf(ct, row);
  const before = interpolated === 'greys' ? values.map(greyOf) : values;
  const after = interpolated === 'greys' ? (grey: number): number => grey : greyOf;
  let looked = 0;
  let off = 0;
  let worst = 0;
  for (let v = 0; v < plane.height; v += 1) {
    const y = plane.y0 + v * plane.dy;
    for (let u = 0; u < plane.width; u += 1) {
      const x = plane.x0 + u * plane.dx;
      if (!(x >= 0 && y >= 0 && x <= CT_COLUMNS - 1 && y <= ct.slices - 1)) continue;
      const apart = Math.abs((plane.grey[v * plane.width + u] ?? NaN) - after(between(before, x, y)));
      looked += 1;
      worst = Math.max(worst, apart);
      if (!(apart <= SAME)) off += 1;
    }
  }
  const share = off / looked;
  const figures = `${(share * 100).toFixed(3)} % more than ${SAME} greys off, at worst ${worst.toFixed(1)}`;
  say(`${who}: ${looked} pixels of coronal row ${row}, ${figures}`);
  if (looked < plane.width || !(share <= MOST_OFF)) throw new WrongPixels(`${who}: the coronal plane is another one`);
}

function between(of: Float64Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = (dx: number, dy: number): number => of[(top + dy) * CT_COLUMNS + left + dx] ?? 0;
  const upper = fx === 0 ? at(0, 0) : at(0, 0) * (1 - fx) + at(1, 0) * fx;
  if (fy === 0) return upper;
  return upper * (1 - fy) + (fx === 0 ? at(0, 1) : at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}

function greyOf(value: number): number {
  const share = (value - (CENTER - 0.5)) / (WIDTH - 1) + 0.5;
  return Math.min(1, Math.max(0, share)) * 255;
}

/** HU of a coronal row, slices from the head down. */
function valuesOf(ct: SyntheticCt, row: number): Float64Array {
  const values = new Float64Array(CT_COLUMNS * ct.slices);
  for (let slice = 0; slice < ct.slices; slice += 1) {
    const stored = ctPixels(ct, slice);
    for (let x = 0; x < CT_COLUMNS; x += 1) {
      values[slice * CT_COLUMNS + x] = (stored[row * CT_COLUMNS + x] ?? 0) - 1024;
    }
  }
  return values;
}
