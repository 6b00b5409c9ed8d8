import type { ImageInfo } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { drawingScale } from './drawing-scale.ts';
import { hasAmounts } from './modality.ts';
import { quantityOf } from './quantity.ts';
import type { StoredPixels } from './stored-pixels.ts';

/** Stands beside a short axis that nobody touched yet. */
export const PROPOSED = 'short axis proposed by its edge: check it';
/** Steps along the axes, in pixels. */
const STEP = 0.25;
/** Of the long axis: its middle is inside, and so far beyond each end is outside. */
const INSIDE: readonly [number, number] = [0.25, 0.75];
const BEYOND: readonly [number, number] = [0.1, 0.25];
/** Inside and outside differ by more than so many standard deviations of the inside, or there is no edge to find. */
const LEAST_CONTRAST = 2;

/**
 * Ends of a short axis: the longest line at a right angle to the long one (in mm) whose two ends are the first places where the value
 * falls half the way from the inside, the middle half of the long axis, to the outside, beyond its ends. Null where these do not
 * differ, or where no line is shorter than the long axis.
 */
export function proposeShortAxis(
  [from, to]: readonly [Point2, Point2],
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels,
): readonly [Point2, Point2] | null {
  const whole = pixels.columns === image.pixels?.columns && pixels.rows === image.pixels.rows;
  if (!hasAmounts(image) || pixels.samples !== 1 || !whole) return null;
  const { spacing } = drawingScale(image, frame, [from, to]);
  const { map } = quantityOf(image, frame);
  const valueAt = sampler(pixels, map);
  const along: Point2 = [(to[0] - from[0]) * spacing.column, (to[1] - from[1]) * spacing.row];
  const size = Math.hypot(along[0], along[1]);
  const unit = Math.min(spacing.column, spacing.row);
  if (!(size > 4 * unit)) return null;
  const at = (share: number, side: number): Point2 => [
    from[0] + (share * along[0] - (side * along[1]) / size) / spacing.column,
    from[1] + (share * along[1] + (side * along[0]) / size) / spacing.row,
  ];
  const onAxis = (shares: readonly number[]): number[] => shares.map((share) => valueAt(at(share, 0)));
  const share = (STEP * unit) / size;
  const inside = summary(onAxis(range(...INSIDE, share)));
  const outside = summary(
    onAxis([...range(-BEYOND[1], -BEYOND[0], share), ...range(1 + BEYOND[0], 1 + BEYOND[1], share)]),
  );
  if (!inside || !outside) return null;
  const fall = outside.mean - inside.mean;
  if (!(Math.abs(fall) > LEAST_CONTRAST * inside.deviation) || fall === 0) return null;
  const isIn = (place: Point2): boolean => (valueAt(place) - inside.mean) / fall < 0.5;
  const reach = (along01: number, sign: 1 | -1): number => {
    let side = 0;
    while (side < size && isIn(at(along01, sign * (side + STEP * unit)))) side += STEP * unit;
    return side;
  };
  let best: { readonly length: number; readonly ends: readonly [Point2, Point2] } | null = null;
  for (const place of range(0, 1, share)) {
    if (!isIn(at(place, 0))) continue;
    const [left, right] = [reach(place, -1), reach(place, 1)];
    if (left + right <= (best?.length ?? 0)) continue;
    best = { length: left + right, ends: [at(place, -left), at(place, right)] };
  }
  return best && best.length <= size ? best.ends : null;
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, place) => from + place * step);
}

/** Null where a value is no number: it lies outside the picture. */
function summary(values: readonly number[]): { readonly mean: number; readonly deviation: number } | null {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return { mean, deviation: Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length) };
}

/** Between four pixels by their distances; NaN outside the picture. */
function sampler({ columns, rows, data }: StoredPixels, map: (stored: number) => number): (at: Point2) => number {
  const one = (x: number, y: number): number => map(data[y * columns + x] ?? NaN);
  return ([x, y]) => {
    if (!(x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1)) return NaN;
    const [left, top] = [Math.min(Math.floor(x), columns - 2), Math.min(Math.floor(y), rows - 2)];
    const [u, v] = [x - left, y - top];
    const upper = one(left, top) * (1 - u) + one(left + 1, top) * u;
    return upper * (1 - v) + (one(left, top + 1) * (1 - u) + one(left + 1, top + 1) * u) * v;
  };
}
