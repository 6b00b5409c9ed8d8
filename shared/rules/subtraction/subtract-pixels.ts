import type { RowColumn } from '../../model/image.ts';

/** Grey values of one picture, row by row. */
export type Values = ArrayLike<number>;

/** Stands where there is no difference: below every difference of stored values, and exact as a 32-bit float. */
export const NO_DIFFERENCE = -16_777_216;
/** Natural logarithms of the ratio are shown times this, so that steps of the picture are whole numbers. */
export const LOG_SCALE = 1000;

/** Mean of pictures of one size, pixel by pixel. */
export function meanOf(pictures: readonly Values[]): Values {
  const [first] = pictures;
  if (!first || pictures.length === 1) return first ?? [];
  const sum = new Float64Array(first.length);
  for (const picture of pictures)
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + (picture[at] ?? NaN);
  return sum.map((value) => value / pictures.length);
}

/**
 * A picture moved by fractions of a pixel, between four neighbours by their distance; NaN where it has no neighbours.
 * @param shift of rows towards the last row, of columns towards the first column (Part 3 C.7.6.10.1.2)
 */
export function shifted(picture: Values, columns: number, [down, left]: RowColumn): Values {
  if (down === 0 && left === 0) return picture;
  const rows = Math.floor(picture.length / columns);
  const moved = new Float64Array(rows * columns).fill(NaN);
  const [stepRow, stepColumn] = [Math.floor(-down), Math.floor(left)];
  const [shareRow, shareColumn] = [-down - stepRow, left - stepColumn];
  const at = (row: number, column: number): number =>
    row < 0 || row >= rows || column < 0 || column >= columns ? NaN : (picture[row * columns + column] ?? NaN);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [y, x] = [row + stepRow, column + stepColumn];
      const above = mix(at(y, x), shareColumn === 0 ? 0 : at(y, x + 1), shareColumn);
      const below = shareRow === 0 ? 0 : mix(at(y + 1, x), shareColumn === 0 ? 0 : at(y + 1, x + 1), shareColumn);
      moved[row * columns + column] = mix(above, below, shareRow);
    }
  }
  return moved;
}

function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a * (1 - share) + b * share;
}

/** A picture of differences. */
export interface Difference {
  readonly pixels: Float32Array<ArrayBuffer>;
  /** Of the pixels that have one; both 0 where none has. */
  readonly min: number;
  readonly max: number;
}

/** What a value of either picture means before it is subtracted. */
export interface DifferenceWay {
  /** True: of the natural logarithms, times LOG_SCALE; values below one count as one. */
  readonly log: boolean;
  /** Stored value to what is subtracted; NaN: no value (padding). */
  readonly first?: (stored: number) => number;
  readonly second?: (stored: number) => number;
}

/** First minus second, pixel by pixel. */
export function difference(first: Values, second: Values, { log, first: a, second: b }: DifferenceWay): Difference {
  const pixels = new Float32Array(first.length).fill(NO_DIFFERENCE);
  let [min, max] = [Infinity, -Infinity];
  for (let at = 0; at < pixels.length; at += 1) {
    const one = first[at] ?? NaN;
    const other = second[at] ?? NaN;
    const from = a ? a(one) : one;
    const taken = b ? b(other) : other;
    const value = log ? LOG_SCALE * (Math.log(Math.max(1, from)) - Math.log(Math.max(1, taken))) : from - taken;
    if (!Number.isFinite(value)) continue;
    pixels[at] = value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? { pixels, min: 0, max: 0 } : { pixels, min, max };
}

/** Values looked at for a window. */
const SAMPLES = 20_000;

/**
 * A window that shows nearly all of what differs. around: no difference is mid grey, as for X-ray; above: it is black, as for what takes
 * up contrast. Null where nothing differs.
 */
export function differenceWindow(
  pictures: readonly Pick<Difference, 'pixels'>[],
  zero: 'around' | 'above',
): { readonly center: number; readonly width: number } | null {
  const values = pictures.flatMap(({ pixels }) => sampled(pixels, Math.ceil(SAMPLES / pictures.length)));
  if (values.length === 0) return null;
  const sorted = Float64Array.from(zero === 'around' ? values.map(Math.abs) : values).sort();
  const high = sorted[Math.floor(0.995 * (sorted.length - 1))] ?? 0;
  if (!(high > 0)) return null;
  return zero === 'around' ? { center: 0, width: tidy(2 * high) } : { center: tidy(high) / 2, width: tidy(high) };
}

function sampled(pixels: Float32Array, most: number): number[] {
  const step = Math.max(1, Math.floor(pixels.length / most));
  const values: number[] = [];
  for (let at = 0; at < pixels.length; at += step) {
    const value = pixels[at] ?? NO_DIFFERENCE;
    if (value !== NO_DIFFERENCE) values.push(value);
  }
  return values;
}

/** Two figures are enough for a window. */
function tidy(value: number): number {
  return Number(value.toPrecision(2));
}
