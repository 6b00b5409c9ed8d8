import type { DecodePhantom } from './phantom-set.ts';

/** Of the pictures of the decoding check; scripts/make-phantoms.mjs wrote them by the same two formulas. */
export const DECODE_COLUMNS = 40;
export const DECODE_ROWS = 24;

/** Stored values of a picture of the decoding check, row after row. */
export function decodeValues({ values, bits }: Pick<DecodePhantom, 'values' | 'bits'>): readonly number[] {
  const top = 2 ** bits - 1;
  return picture(DECODE_COLUMNS, DECODE_ROWS, (x, y) =>
    values === 'exact'
      ? (x * 37 + y * 101 + x * y * 3) % 4096
      : Math.round((top * (x + y)) / (DECODE_COLUMNS + DECODE_ROWS - 2)),
  );
}

/** Every stored value of 12 bits once: 64 × 64 pixels. */
export const GREY_SIDE = 64;
export const greyValue = (x: number, y: number): number => y * GREY_SIDE + x;
/** Padding value of the LINEAR picture: black, whatever the window. */
export const GREY_PADDING = 0;

/**
 * The picture of places and lengths: 200 × 100 pixels of 0.5 mm across and 1 mm down, 100 × 100 mm, axial. Stored values are HU
 * plus 1024. In its middle a sphere cut through its centre, radius 20 mm, 100 HU, in a body of 0 HU; a mark of 1000 HU in the
 * corner towards the patient's right and front.
 */
export const GEOMETRY = {
  columns: 200,
  rows: 100,
  /** mm between rows, between columns. */
  spacing: [1, 0.5] as [number, number],
  /** Pixel coordinates; the centre of the first pixel is 0,0. */
  centre: [99.5, 49.5] as [number, number],
  radiusMm: 20,
  bodyHu: 0,
  sphereHu: 100,
  markHu: 1000,
  /** First and last pixel of the mark, inclusive. */
  mark: { left: 8, right: 27, top: 4, bottom: 13 },
  intercept: -1024,
} as const;

export function geometryValue(x: number, y: number): number {
  const { centre, radiusMm, spacing, mark, intercept } = GEOMETRY;
  if (x >= mark.left && x <= mark.right && y >= mark.top && y <= mark.bottom) return GEOMETRY.markHu - intercept;
  const away = Math.hypot((x - centre[0]) * spacing[1], (y - centre[1]) * spacing[0]);
  return (away <= radiusMm ? GEOMETRY.sphereHu : GEOMETRY.bodyHu) - intercept;
}

/** The stack that is scrolled through: frames of the size of a CT slice. */
export const STACK = { side: 512, frames: 60 } as const;
/** Each frame is another one; `frame` from 1. */
export const stackValue = (x: number, y: number, frame: number): number => (x * 5 + y * 3 + frame * 61) & 4095;

/** Values of a picture, row after row. */
export function picture(columns: number, rows: number, value: (x: number, y: number) => number): readonly number[] {
  return Array.from({ length: columns * rows }, (_, at) => value(at % columns, Math.floor(at / columns)));
}

/** The greatest difference between values and what they should be; infinite where there are not as many. */
export function greatestDifference(found: ArrayLike<number>, known: ArrayLike<number>): number {
  if (found.length !== known.length) return Infinity;
  let most = 0;
  for (let at = 0; at < known.length; at += 1) {
    most = Math.max(most, Math.abs((found[at] ?? Infinity) - (known[at] ?? 0)));
  }
  return most;
}
