import { colourWords } from './colour-maps.ts';
import type { ColourMap } from './colour-maps.ts';

/** The values from the first to the last colour of a map, in the unit that they are shown in. */
export interface ValueScale {
  readonly low: number;
  readonly high: number;
}

/** Share of the scale over which the overlay comes up out of the picture below: what holds next to nothing hides nothing. */
export const COVER_FROM = 0.2;

/** Place of a value in a table of 256, as LINEAR_EXACT has it (Part 3, C.11.2.1.3.2): every value beyond the ends is at the end. */
export function placeOnScale(value: number, { low, high }: ValueScale): number {
  if (!(high > low)) return value > low ? 255 : 0;
  return Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))));
}

/**
 * Colour and cover of each place of the scale, as RGBA words that are not premultiplied. Laid over the picture below they are
 * blended pixel by pixel: cover × opacity of the overlay and the rest of the picture (Part 4, N.2.4: relative opacity).
 */
export function overlayWords(map: ColourMap): Uint32Array {
  return colourWords(map).map((word, place) => {
    const cover = Math.min(1, place / 255 / COVER_FROM);
    return ((word & 0x00ffffff) | (Math.round(255 * cover) << 24)) >>> 0;
  });
}

/**
 * Colours the values of a plane; what is not known (NaN) covers nothing.
 * @param factor value × factor + offset is in the unit of the scale
 * @returns whether anything is known there
 */
export function paintOverlay(
  values: Float32Array,
  { factor, offset }: { readonly factor: number; readonly offset: number },
  scale: ValueScale,
  words: Uint32Array,
  out: Uint32Array,
): boolean {
  const step = scale.high > scale.low ? 255 / (scale.high - scale.low) : 0;
  let known = false;
  for (let at = 0; at < out.length; at += 1) {
    const value = (values[at] ?? NaN) * factor + offset;
    if (Number.isNaN(value)) {
      out[at] = 0;
      continue;
    }
    known = true;
    const place = step === 0 ? (value > scale.low ? 255 : 0) : Math.round((value - scale.low) * step);
    out[at] = words[place < 0 ? 0 : place > 255 ? 255 : place] ?? 0;
  }
  return known;
}
