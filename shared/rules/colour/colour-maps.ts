import { z } from 'zod';
import { standardPalette } from './standard-palettes.ts';

/** Ways from a grey of 0 to 255 to a colour; the first is none. */
export const ColourMap = z.enum([
  'grey',
  'inverted-grey',
  'hot-iron',
  'hot-metal-blue',
  'pet',
  'pet-20-step',
  'rainbow',
]);
export type ColourMap = z.infer<typeof ColourMap>;

/** What the reader calls them; those of the standard by its names (Part 6, B.1). */
export const COLOUR_MAP_WORDS: Readonly<Record<ColourMap, string>> = {
  grey: 'Grey',
  'inverted-grey': 'Inverted grey',
  'hot-iron': 'Hot iron',
  'hot-metal-blue': 'Hot metal blue',
  pet: 'PET',
  'pet-20-step': 'PET 20 step',
  rainbow: 'Rainbow',
};

/** Corners of the colour wheel, from cold to warm. */
const RAINBOW: readonly (readonly [number, number, number])[] = [
  [0, 0, 255],
  [0, 255, 255],
  [0, 255, 0],
  [255, 255, 0],
  [255, 0, 0],
];

const WORDS = new Map<ColourMap, Uint32Array>();

/** Opaque RGBA of each grey as one little-endian word, as the pixels of a canvas lie in memory. */
export function colourWords(map: ColourMap): Uint32Array {
  const known = WORDS.get(map);
  if (known) return known;
  const made = Uint32Array.from({ length: 256 }, (_unused, grey) => rgbaWord(colourOf(map, grey)));
  WORDS.set(map, made);
  return made;
}

/** The 256 colours of a bar from the largest value, at its top, to the smallest. @param inverse the largest value has the first colour */
export function barWords(map: ColourMap, inverse: boolean): Uint32Array {
  return inverse ? colourWords(map) : colourWords(map).toReversed();
}

/** Colour of one grey, 0 to 255 and whole. */
export function colourOf(map: ColourMap, grey: number): readonly [number, number, number] {
  switch (map) {
    case 'grey':
      return [grey, grey, grey];
    case 'inverted-grey':
      return [255 - grey, 255 - grey, 255 - grey];
    case 'rainbow':
      return rainbow(grey / 255);
    default: {
      const [red, green, blue] = standardPalette(map);
      return [red[grey] ?? 0, green[grey] ?? 0, blue[grey] ?? 0];
    }
  }
}

function rainbow(share: number): readonly [number, number, number] {
  const place = share * (RAINBOW.length - 1);
  const below = Math.min(RAINBOW.length - 2, Math.floor(place));
  const [from, to] = [RAINBOW[below], RAINBOW[below + 1]];
  const between = (axis: 0 | 1 | 2): number =>
    Math.round((from?.[axis] ?? 0) + ((to?.[axis] ?? 0) - (from?.[axis] ?? 0)) * (place - below));
  return [between(0), between(1), between(2)];
}

function rgbaWord([red, green, blue]: readonly [number, number, number]): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
