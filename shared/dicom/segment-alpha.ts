import type { Segmentation } from '../model/segmentation.ts';

type Facts = Pick<Segmentation, 'kind' | 'maximumFractional'>;

/**
 * How much of each pixel of a frame belongs to a segment: 0 nothing, 255 whole.
 * @param stored values of one frame of the segmentation, row by row
 */
export function segmentAlpha(facts: Facts, segment: number, stored: ArrayLike<number>): Uint8Array {
  const alpha = new Uint8Array(stored.length);
  const whole = facts.maximumFractional ?? 255;
  for (let at = 0; at < alpha.length; at += 1) {
    const value = stored[at] ?? 0;
    if (facts.kind === 'FRACTIONAL') alpha[at] = Math.round((Math.min(value, whole) / whole) * 255);
    else if (facts.kind === 'LABELMAP') alpha[at] = value === segment ? 255 : 0;
    else alpha[at] = value === 0 ? 0 : 255;
  }
  return alpha;
}
