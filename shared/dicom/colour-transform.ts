import type { MatrixProfile } from './icc-profile.ts';

/** Interleaved 8-bit RGB of a device to interleaved 8-bit sRGB; the input is left as it is. */
export type ColourTransform = (rgb: Uint8Array) => Uint8Array;

/** XYZ of D50 to linear sRGB: the inverse of the primaries of IEC 61966-2-1 after Bradford adaptation. Rows R, G, B. */
const TO_LINEAR = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
] as const;
/** Steps of the table that gives light its 8-bit value: fine enough for the steep beginning of the curve. */
const STEPS = 65_535;
/** Levels in which a transform may change colours and count as none. */
const SAME = 1;

/**
 * What shows the colours of a matrix profile on an sRGB screen (ICC.1 Annex F.3): curve, matrix, and the curve of sRGB. Colours
 * that the screen does not have are held at its edge. Null where the profile is sRGB within a level: then nothing is done.
 */
export function colourTransform({ curves, matrix }: MatrixProfile): ColourTransform | null {
  const [red, green, blue] = curves.map((curve) =>
    Float64Array.from({ length: 256 }, (_, value) => Math.min(1, Math.max(0, curve(value / 255)))),
  );
  if (!red || !green || !blue) return null;
  const m = product(TO_LINEAR, matrix);
  const transform = through(m, [red, green, blue], srgbLevels());
  return isNothing(transform) ? null : transform;
}

function through(
  [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0, m6 = 0, m7 = 0, m8 = 0]: readonly number[],
  [red, green, blue]: readonly [Float64Array, Float64Array, Float64Array],
  levels: Uint8Array,
): ColourTransform {
  const level = (light: number): number => levels[light <= 0 ? 0 : light >= 1 ? STEPS : Math.round(light * STEPS)] ?? 0;
  return (rgb) => {
    const out = new Uint8Array(rgb.length);
    for (let at = 0; at + 2 < rgb.length; at += 3) {
      const r = red[rgb[at] ?? 0] ?? 0;
      const g = green[rgb[at + 1] ?? 0] ?? 0;
      const b = blue[rgb[at + 2] ?? 0] ?? 0;
      out[at] = level(m0 * r + m1 * g + m2 * b);
      out[at + 1] = level(m3 * r + m4 * g + m5 * b);
      out[at + 2] = level(m6 * r + m7 * g + m8 * b);
    }
    return out;
  };
}

function product(a: readonly number[], b: readonly number[]): number[] {
  const cell = (row: number, column: number): number =>
    [0, 1, 2].reduce((sum, at) => sum + (a[3 * row + at] ?? 0) * (b[3 * at + column] ?? 0), 0);
  return [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => cell(row, column)));
}

/** Light 0 to 1 as the value of an sRGB screen (IEC 61966-2-1). */
function srgbLevels(): Uint8Array {
  return Uint8Array.from({ length: STEPS + 1 }, (_, step) => {
    const light = step / STEPS;
    return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  });
}

function isNothing(transform: ColourTransform): boolean {
  const values = [0, 16, 51, 102, 153, 204, 255];
  const grid = Uint8Array.from(values.flatMap((r) => values.flatMap((g) => values.flatMap((b) => [r, g, b]))));
  return transform(grid).every((value, at) => Math.abs(value - (grid[at] ?? 0)) <= SAME);
}
