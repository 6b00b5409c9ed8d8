import type { ImageInfo } from '../../shared/model/image.ts';
import { colourWords } from '../../shared/rules/colour/colour-maps.ts';
import { isPadding } from '../../shared/rules/modality.ts';
import type { GrayTable } from '../../shared/rules/window.ts';
import { frameGreys, frameTable } from './grey-chain.ts';
import type { DecodedFrame, PixelArray } from './pixel-data.ts';
import type { GreyChoice } from './view-state.ts';

/** Opaque, as a word of RGBA. */
const BLACK = 0xff000000;

/** Writes the frame as opaque RGBA words, little-endian, one a pixel. */
export function paintFrame(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice, out: Uint32Array): void {
  if (frame.header.samples >= 3) paintColour(frame, choice.invert, out);
  else paintGrey(image, frame, choice, out);
}

function paintColour({ header, pixels }: DecodedFrame, invert: boolean, out: Uint32Array): void {
  const step = header.samples;
  const mask = invert ? 0x00ffffff : 0;
  for (let i = 0, at = 0; i < out.length; i += 1, at += step) {
    const red = pixels[at] ?? 0;
    const green = pixels[at + 1] ?? 0;
    const blue = pixels[at + 2] ?? 0;
    out[i] = (0xff000000 | (blue << 16) | (green << 8) | red) ^ mask;
  }
}

function paintGrey(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice, out: Uint32Array): void {
  const { pixels } = frame;
  const grays = frameTable(image, frame, choice);
  const colours = choice.colourMap && choice.colourMap !== 'grey' ? colourWords(choice.colourMap) : null;
  const isNothing = (stored: number): boolean => isPadding(image, stored);
  if (grays) return paintTable(pixels, grays, out, colours, isNothing);
  const grey = frameGreys(image, frame, choice);
  for (let i = 0; i < out.length; i += 1) {
    const stored = pixels[i] ?? 0;
    out[i] = isNothing(stored) ? BLACK : word(grey(stored), colours);
  }
}

/**
 * Through a table; what the table does not know is black.
 * @param colours of each grey; null: none
 * @param isNothing of a stored value: it says nothing of the patient, and has the colour of no value
 */
export function paintTable(
  pixels: PixelArray,
  { first, table }: GrayTable,
  out: Uint32Array,
  colours: Uint32Array | null = null,
  isNothing: (stored: number) => boolean = () => false,
): void {
  const words = Uint32Array.from(table, (grey, at) => (isNothing(first + at) ? BLACK : word(grey, colours)));
  for (let i = 0; i < out.length; i += 1) out[i] = words[(pixels[i] ?? 0) - first] ?? BLACK;
}

function word(grey: number, colours: Uint32Array | null): number {
  // A hole in a parametric map is no lowest value.
  if (Number.isNaN(grey)) return BLACK;
  const g = Math.round(grey) & 255;
  return colours?.[g] ?? (0xff000000 | (g << 16) | (g << 8) | g) >>> 0;
}
