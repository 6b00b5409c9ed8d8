import { AppError } from '../../errors/app-error.ts';

/** One axial slice. Spacings in mm; `hu` and `vessels` row by row, columns × rows long. */
export type CalciumSlice = Readonly<{
  /** Place along the normal of the slices, mm, from Image Position (Patient). */
  position: number;
  columns: number;
  rows: number;
  rowSpacing: number;
  columnSpacing: number;
  hu: ArrayLike<number>;
  /** 0 outside the coronary arteries, else the number of the vessel that the reader marked. */
  vessels: ArrayLike<number>;
}>;

/** One spot of calcium of one vessel in one slice. */
export type Plaque = Readonly<{ vessel: number; pixels: number; areaMm2: number; peakHu: number; sumHu: number }>;

/** From here on a pixel counts as calcium, HU. */
export const CALCIUM_HU = 130;
/** Smaller spots are noise, mm². */
export const LEAST_AREA_MM2 = 1;
/** Pixels that touch at a corner belong together; printed with every score. */
export const CONNECTIVITY = 8;
/** Areas are compared so closely: ten pixels of 0.1 mm² are 1 mm². */
const ROUNDING = 1e-9;

/**
 * Spots of calcium of one slice (rule 3.4): pixels of 130 HU or more in a marked vessel, connected over edges and corners,
 * with 1 mm² or more.
 * @throws AppError measure/bad-values where pixels and size do not fit, or spacing is unknown
 */
export function plaquesOf(slice: CalciumSlice): readonly Plaque[] {
  checkSlice(slice);
  const seen = new Uint8Array(slice.columns * slice.rows);
  const plaques: Plaque[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || !counts(slice, start)) continue;
    const plaque = grow(slice, start, seen);
    if (plaque.areaMm2 >= LEAST_AREA_MM2 - ROUNDING) plaques.push(plaque);
  }
  return plaques;
}

function grow(slice: CalciumSlice, start: number, seen: Uint8Array): Plaque {
  const vessel = slice.vessels[start] ?? 0;
  const waiting = [start];
  seen[start] = 1;
  let pixels = 0;
  let peakHu = -Infinity;
  let sumHu = 0;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const hu = slice.hu[at] ?? -Infinity;
    pixels += 1;
    sumHu += hu;
    peakHu = Math.max(peakHu, hu);
    for (const next of neighbours(slice, at)) {
      if (seen[next] === 1 || slice.vessels[next] !== vessel || !counts(slice, next)) continue;
      seen[next] = 1;
      waiting.push(next);
    }
  }
  return { vessel, pixels, areaMm2: pixels * slice.rowSpacing * slice.columnSpacing, peakHu, sumHu };
}

function neighbours({ columns, rows }: CalciumSlice, at: number): readonly number[] {
  const x = at % columns;
  const y = (at - x) / columns;
  const found: number[] = [];
  for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column++) {
      if (row !== y || column !== x) found.push(row * columns + column);
    }
  }
  return found;
}

function counts({ hu, vessels }: CalciumSlice, at: number): boolean {
  return (vessels[at] ?? 0) !== 0 && (hu[at] ?? -Infinity) >= CALCIUM_HU;
}

function checkSlice({ columns, rows, hu, vessels, rowSpacing, columnSpacing }: CalciumSlice): void {
  const size = columns * rows;
  if (hu.length !== size || vessels.length !== size) {
    throw new AppError('measure/bad-values', 'pixels do not fill the slice', { context: { columns, rows } });
  }
  if (!(rowSpacing > 0) || !(columnSpacing > 0)) {
    throw new AppError('measure/bad-values', 'a calcium score needs the size of a pixel');
  }
}
