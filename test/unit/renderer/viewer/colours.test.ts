import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glassColours } from '../../../../renderer/viewer/glass-colours.ts';
import { paintFrame } from '../../../../renderer/viewer/painter.ts';
import type { DecodedFrame, PixelArray } from '../../../../renderer/viewer/pixel-data.ts';
import { INITIAL_VIEW } from '../../../../renderer/viewer/view-state.ts';
import type { ViewState } from '../../../../renderer/viewer/view-state.ts';
import type { FrameHeader } from '../../../../shared/contract/frames.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { barWords, ColourMap, colourOf } from '../../../../shared/rules/colour/colour-maps.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

type Rgb = readonly [number, number, number];

/** Colours of the palettes of Part 6, B.1, at entries 0, 64, 128, 192 and 255; of ours as they are meant. */
// prettier-ignore
const QUARTERS: Readonly<Record<ColourMap, readonly Rgb[]>> = {
  grey: [[0, 0, 0], [64, 64, 64], [128, 128, 128], [192, 192, 192], [255, 255, 255]],
  'inverted-grey': [[255, 255, 255], [191, 191, 191], [127, 127, 127], [63, 63, 63], [0, 0, 0]],
  'hot-iron': [[0, 0, 0], [128, 0, 0], [255, 0, 0], [255, 128, 4], [255, 255, 255]],
  pet: [[0, 0, 0], [1, 126, 127], [128, 0, 255], [255, 128, 0], [255, 255, 255]],
  'hot-metal-blue': [[0, 0, 0], [0, 0, 125], [116, 17, 97], [255, 137, 65], [255, 255, 255]],
  'pet-20-step': [[0, 0, 0], [96, 96, 176], [80, 192, 80], [208, 144, 0], [255, 255, 255]],
  // A quarter of the way is entry 63.75.
  rainbow: [[0, 0, 255], [0, 255, 254], [2, 255, 0], [255, 252, 0], [255, 0, 0]],
};

const rgbOf = (word: number): Rgb => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255];

/** Stored value to value: half of it less 1000. */
const image = (more: Partial<ImageInfo> = {}): ImageInfo =>
  imageOf({ frame: { rescale: { slope: 0.5, intercept: -1000, type: 'HU' } }, pixels: { signed: true }, image: more });

function frameOf(pixels: PixelArray, change: Partial<FrameHeader> = {}): DecodedFrame {
  return {
    header: {
      ...{ objectId: '1', frame: 1, rows: 1, columns: pixels.length, samples: 1, type: 'int16' },
      ...{ photometric: 'MONOCHROME2', min: Math.min(...pixels), max: Math.max(...pixels) },
      ...change,
    },
    pixels,
  } as DecodedFrame;
}

/** Colours on the glass of stored values. */
function painted(shown: ImageInfo, frame: DecodedFrame, view: ViewState): readonly Rgb[] {
  const out = new Uint32Array(frame.pixels.length);
  paintFrame(shown, frame, view, out);
  return [...out].map(rgbOf);
}

describe('colours on the glass', () => {
  it.each(ColourMap.options)('%s has its colours at the quarters of the window', (map) => {
    expect([0, 64, 128, 192, 255].map((grey) => colourOf(map, grey))).toEqual(QUARTERS[map]);
    // A window from 0 to 255 by the exact function: values are places of the table.
    const view = { ...INITIAL_VIEW, colourMap: map, window: { center: 128, width: 256 } };
    const stored = Int16Array.from([0, 64, 128, 192, 255], (value) => (value + 1000) * 2);
    expect(painted(image(), frameOf(stored), view)).toEqual(QUARTERS[map]);
  });

  it('are those that the bar beside them has at the same value, inverted or not, in any window (property)', () => {
    const windows = fc.record({
      center: fc.integer({ min: -200, max: 200 }),
      width: fc.integer({ min: 300, max: 900 }),
    });
    const maps = fc.constantFrom(...ColourMap.options.filter((map) => map !== 'grey'));
    fc.assert(
      fc.property(
        maps,
        windows,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (map, window, invert, share) => {
          const view = { ...INITIAL_VIEW, colourMap: map, window, invert };
          const stored = Math.round((window.center - window.width / 2 + share * window.width + 1000) * 2);
          const frame = frameOf(Int16Array.of(0, stored, 4000));
          const colours = glassColours(image(), frame, view);
          const { low, high } = colours?.scale ?? { low: NaN, high: NaN };
          const [, seen] = painted(image(), frame, view);
          const bar = barWords(map, colours?.inverse ?? false);
          const fromTop = 255 * (1 - (stored / 2 - 1000 - low) / (high - low));
          // The function of the window and the bar differ by one place of 256 at most.
          const near = [-1, 0, 1].flatMap((by) => {
            const word = bar[Math.max(0, Math.min(255, Math.round(fromTop) + by))];
            return word === undefined ? [] : [rgbOf(word).join()];
          });
          expect(near).toContain(seen?.join());
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(ColourMap.options)('what says nothing of the patient is black in %s, and no lowest value', (map) => {
    const view = { ...INITIAL_VIEW, colourMap: map, window: { center: 128, width: 256 } };
    const padded = image({ padding: { value: -2000, limit: null } });
    for (const invert of [false, true]) {
      expect(painted(padded, frameOf(Int16Array.of(-2000, 2000)), { ...view, invert })[0]).toEqual([0, 0, 0]);
      const holes = frameOf(Float32Array.of(NaN, 1), { type: 'float32', min: 0, max: 1 });
      expect(painted(imageOf(), holes, { ...view, invert })[0]).toEqual([0, 0, 0]);
    }
  });
});
