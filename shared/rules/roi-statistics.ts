import type { ImageInfo } from '../model/image.ts';
import { isPadding, modalityMapper } from './modality.ts';
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
  /** Left out: pixel padding, and values that are not numbers. */
  padding: number;
  damaged: number;
}>;

/** One pass with Welford's running mean, so that large offsets cost no digits. `count` 0 means that nothing was inside. */
export function roiStatistics(shape: RoiShape, image: ImageInfo, frame: number, pixels: StoredPixels): RoiStatistics {
  const map = modalityMapper(image, frame);
  const sums = { count: 0, mean: 0, squares: 0, min: Infinity, max: -Infinity, padding: 0, damaged: 0 };
  const lastRow = Math.min(Math.ceil(shape.box.maxY), pixels.rows - 1);
  for (let row = Math.max(Math.floor(shape.box.minY), 0); row <= lastRow; row += 1) {
    for (const [first, last] of merged(shape.spans(row), pixels.columns)) {
      for (let column = first; column <= last; column += 1) {
        add(sums, pixels.data[row * pixels.columns + column] ?? NaN, image, map);
      }
    }
  }
  const { count, mean, squares, min, max, padding, damaged } = sums;
  return { count, mean, deviation: count > 0 ? Math.sqrt(squares / count) : 0, min, max, padding, damaged };
}

/** True when a figure reaches beyond the outer edges of the image. */
export function reachesOutside({ box }: RoiShape, pixels: { columns: number; rows: number }): boolean {
  return box.minX < -0.5 || box.minY < -0.5 || box.maxX > pixels.columns - 0.5 || box.maxY > pixels.rows - 0.5;
}

type Sums = { -readonly [K in keyof Omit<RoiStatistics, 'deviation'>]: number } & { squares: number };

function add(sums: Sums, stored: number, image: ImageInfo, map: (stored: number) => number): void {
  if (isPadding(image, stored)) {
    sums.padding += 1;
    return;
  }
  const value = map(stored);
  if (!Number.isFinite(value)) {
    sums.damaged += 1;
    return;
  }
  sums.count += 1;
  const before = value - sums.mean;
  sums.mean += before / sums.count;
  sums.squares += before * (value - sums.mean);
  sums.min = Math.min(sums.min, value);
  sums.max = Math.max(sums.max, value);
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
