import type { ImageInfo } from '../model/image.ts';
import { displayNormal } from './sort-images.ts';

export interface SliceGaps {
  /** Usual distance between neighbours, mm; null with fewer than three slices in line. */
  readonly spacing: number | null;
  /** Index of the slice after which something is missing, with the distance to the next, mm. */
  readonly gaps: readonly { readonly after: number; readonly distance: number }[];
  /** Index of a slice that lies where the one before lies. */
  readonly repeats: readonly number[];
}

/** A distance of one and a half times the usual one is a missing slice; a hundredth of a millimetre is the same place. */
const GAP_FACTOR = 1.5;
const SAME_PLACE = 0.01;

/**
 * Missing and doubled slices of images in display order. Breaks between stacks (other orientation, or going back along
 * the normal) are no gaps.
 */
export function sliceGaps(images: readonly Pick<ImageInfo, 'perFrame'>[]): SliceGaps {
  const distances = images.map((image, index) => {
    const next = images[index + 1];
    return next ? distance(image, next) : null;
  });
  const forward = distances.filter((value): value is number => value !== null && value > SAME_PLACE);
  const spacing = forward.length < 2 ? null : median(forward);
  const gaps = distances.flatMap((value, after) =>
    value !== null && spacing !== null && value > spacing * GAP_FACTOR ? [{ after, distance: value }] : [],
  );
  const repeats = distances.flatMap((value, index) =>
    value !== null && Math.abs(value) <= SAME_PLACE ? [index + 1] : [],
  );
  return { spacing, gaps, repeats };
}

function distance(a: Pick<ImageInfo, 'perFrame'>, b: Pick<ImageInfo, 'perFrame'>): number | null {
  const first = a.perFrame[0];
  const second = b.perFrame[0];
  if (!first?.position || !second?.position || !first.orientation || !second.orientation) return null;
  const other = second.orientation;
  if (first.orientation.some((value, index) => Math.abs(value - (other[index] ?? 0)) > 0.01)) return null;
  const normal = displayNormal(first.orientation);
  return normal.reduce((sum, value, axis) => {
    const from = first.position?.[axis] ?? 0;
    const to = second.position?.[axis] ?? 0;
    return sum + value * (to - from);
  }, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
