import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColourMap, colourOf, colourWords } from '../../../../../shared/rules/colour/colour-maps.ts';
import { overlayWords, paintOverlay, placeOnScale } from '../../../../../shared/rules/colour/overlay-colours.ts';

/** SHA-256 of the 256 entries as RGB bytes, of the palette objects of the standard (1.2.840.10008.1.5.1 to .4). */
const STANDARD = {
  'hot-iron': '8bba464199e149c18cf501e8174289abf693e5af4a7db4c1602ad48dd4338dda',
  pet: 'bc03f513531e405c3535f0e0d42ab86fb4d7df84fc02f2cd96e75c364b460145',
  'hot-metal-blue': 'a421277b84abae409188b25c2fba742ad459dc30356a4aebd37ceb33a94718f9',
  'pet-20-step': '6f4f77ec9646ab6c536f1abe9e755ab548dfd0a4e71c4bfe130be2bd355c54ac',
} as const;

const rgb = (word: number): readonly number[] => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];

describe('colour maps', () => {
  it('those of the standard are its tables, entry by entry', () => {
    for (const [name, wanted] of Object.entries(STANDARD)) {
      const bytes = Array.from({ length: 256 }, (_unused, grey) => colourOf(ColourMap.parse(name), grey)).flat();
      expect(createHash('sha256').update(Uint8Array.from(bytes)).digest('hex'), name).toBe(wanted);
    }
  });

  it('grey is the grey itself, inverted its opposite, rainbow goes from cold to warm', () => {
    expect(rgb(colourWords('grey')[77] ?? 0)).toEqual([77, 77, 77, 255]);
    expect(rgb(colourWords('inverted-grey')[77] ?? 0)).toEqual([178, 178, 178, 255]);
    expect([0, 128, 255].map((grey) => colourOf('rainbow', grey))).toEqual([
      [0, 0, 255],
      [2, 255, 0],
      [255, 0, 0],
    ]);
  });
});

describe('an overlay by its scale', () => {
  const paint = (values: readonly number[], factor = 1, offset = 0) => {
    const out = new Uint32Array(values.length);
    const words = overlayWords('hot-iron');
    const known = paintOverlay(Float32Array.from(values), { factor, offset }, { low: 0, high: 10 }, words, out);
    return { known, pixels: [...out].map(rgb) };
  };

  it('nothing at the low end and where nothing is known, whole from a fifth of the scale on', () => {
    const { pixels } = paint([NaN, -3, 0, 1, 2, 10, 99]);
    expect(pixels.map(([, , , cover]) => cover)).toEqual([0, 0, 0, 130, 255, 255, 255]);
    expect(pixels.at(-1)).toEqual([255, 255, 255, 255]);
    expect(paint([NaN, NaN]).known).toBe(false);
  });

  it('values are those of the unit of the scale: a PET in Bq/ml by its SUV factor', () => {
    expect(paint([20_000], 5 / 20_000).pixels).toEqual(paint([5]).pixels);
    expect(paint([3], 2, -1).pixels).toEqual(paint([5]).pixels);
  });

  it('the fast way has the colour of the place on the scale, for any value', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (value) => {
        const single = Math.fround(value);
        const word = overlayWords('hot-iron')[placeOnScale(single, { low: 0, high: 10 })] ?? 0;
        expect(paint([single]).pixels).toEqual([rgb(word)]);
      }),
    );
  });
});
