import type { ImageInfo } from '../model/image.ts';
import { medianOf } from './median.ts';
import { isPadding } from './modality.ts';
import type { RoiShape, Span } from './roi-shape.ts';
import type { StoredPixels } from './stored-pixels.ts';

/** Modality values of the pixels whose centre lies inside or on the outline. */
export type RoiStatistics = Readonly<{
  count: number;
  mean: number;
  /** Of the pixels themselves (divided by their number), not an estimate for a larger population. */
  deviation: number;
  min: number;
  max: number;
  median: number;
  /** Left out: pixel padding, and values that are not numbers. */
  padding: number;
  damaged: number;
}>;

/** A region of which values were read: what counts, and what was left out. `values` stand row after row. */
export type RoiValues = Readonly<{ values: Float64Array; padding: number; damaged: number }>;

/**
 * Values of the pixels whose centre lies inside or on the outline, without padding and without what is no number.
 * @param map stored value to the value that is shown (quantity.ts)
 */
export function roiValues(
  shape: RoiShape,
  image: ImageInfo,
  pixels: StoredPixels,
  map: (stored: number) => number,
): RoiValues {
  const values = new Float64Array(pixels.columns * (heightOf(shape, pixels) + 1));
  let [count, padding, damaged] = [0, 0, 0];
  forEachPixel(shape, pixels, (index) => {
    const stored = pixels.data[index] ?? NaN;
    if (isPadding(image, stored)) {
      padding += 1;
      return;
    }
    const value = map(stored);
    if (Number.isFinite(value)) values[count++] = value;
    else damaged += 1;
  });
  return { values: values.slice(0, count), padding, damaged };
}

/** Calls with the index of each pixel inside a figure, once for each. */
export function forEachPixel(shape: RoiShape, pixels: StoredPixels, visit: (index: number) => void): void {
  const lastRow = Math.min(Math.ceil(shape.box.maxY), pixels.rows - 1);
  for (let row = Math.max(Math.floor(shape.box.minY), 0); row <= lastRow; row += 1) {
    for (const [first, last] of merged(shape.spans(row), pixels.columns)) {
      for (let column = first; column <= last; column += 1) visit(row * pixels.columns + column);
    }
  }
}

/** One pass with Welford's running mean, so that large offsets cost no digits. `count` 0 means that nothing was inside. */
export function statisticsOf({ values, padding, damaged }: RoiValues): RoiStatistics {
  let [mean, squares, min, max] = [0, 0, Infinity, -Infinity];
  values.forEach((value, index) => {
    const before = value - mean;
    mean += before / (index + 1);
    squares += before * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
  });
  const count = values.length;
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  return { count, mean, deviation, min, max, median: medianOf(values.slice()), padding, damaged };
}

function heightOf({ box }: RoiShape, { rows }: StoredPixels): number {
  return Math.max(0, Math.min(Math.ceil(box.maxY), rows - 1) - Math.max(Math.floor(box.minY), 0));
}

/** True when a figure reaches beyond the outer edges of the image. */
export function reachesOutside({ box }: RoiShape, pixels: { columns: number; rows: number }): boolean {
  return box.minX < -0.5 || box.minY < -0.5 || box.maxX > pixels.columns - 0.5 || box.maxY > pixels.rows - 0.5;
}

/** Spans inside the image, without overlaps: a pixel counts once. */
function merged(spans: readonly Span[], columns: number): Span[] {
  const result: Span[] = [];
  let next = 0;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const first = Math.max(from, next);
    const last = Math.min(to, columns - 1);
    if (first > last) continue;
    result.push([first, last]);
    next = last + 1;
  }
  return result;
}
