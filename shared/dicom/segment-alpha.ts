import type { Segmentation } from '../model/segmentation.ts';

type Facts = Pick<Segmentation, 'kind' | 'maximumFractional'>;

/**
 * How much of each pixel of a frame belongs to a segment: 0 nothing, 255 whole.
 * @param stored values of one frame of the segmentation, row by row
 */
export function segmentAlpha(facts: Facts, segment: number, stored: ArrayLike<number>): Uint8Array {
  const alpha = new Uint8Array(stored.length);
  for (let at = 0; at < alpha.length; at += 1) alpha[at] = alphaOf(facts, segment, stored[at] ?? 0);
  return alpha;
}

/** The same of one stored value. */
export function alphaOf({ kind, maximumFractional }: Facts, segment: number, value: number): number {
  const whole = maximumFractional ?? 255;
  if (kind === 'FRACTIONAL') return Math.round((Math.min(value, whole) / whole) * 255);
  if (kind === 'LABELMAP') return value === segment ? 255 : 0;
  return value === 0 ? 0 : 255;
}
