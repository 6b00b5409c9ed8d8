import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureRaster, smallerRaster, turnedPoint, turnedRaster } from '../../../../shared/rules/picture-raster.ts';
import type { Raster } from '../../../../shared/rules/picture-raster.ts';
import { grayMapper } from '../../../../shared/rules/window.ts';
import { imageOf, pixelsOf } from './image-fixture.ts';

const rescaled = { rescale: { slope: 1, intercept: -1024, type: 'HU' } };
const ramp = pixelsOf(16, 16, (x, y) => y * 16 + x + 900);
const asFile = imageOf({ frame: { ...rescaled, windows: [{ center: 40, width: 400, explanation: null }] } });
const window = { kind: 'window' as const, center: -60, width: 120, fn: 'LINEAR_EXACT' as const };
const look = { voi: window, invert: false, rotation: 0 as const, flip: false };
const view = fc.record({
  rotation: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const),
  flip: fc.boolean(),
});

function raster(rows: number, columns: number): Raster {
  return { rows, columns, samples: 1, data: Uint8Array.from({ length: rows * columns }, (_, at) => at % 251) };
}

describe('the greys of a printed picture', () => {
  it.each([false, true])('are those of the reader, inverted: %s', (invert) => {
    const gray = grayMapper({ image: asFile, frame: 1, window, voiFunction: window.fn, invert });
    const { data } = pictureRaster(asFile, 1, ramp, { ...look, invert });
    expect([...data]).toEqual(Array.from(ramp.data, (value) => Math.round(gray(value))));
  });

  it('are those that the file asks for where nobody knows how it stood on the glass', () => {
    const gray = grayMapper({ image: asFile, frame: 1, window: { center: 40, width: 400 } });
    expect([...pictureRaster(asFile, 1, ramp, null).data]).toEqual(
      Array.from(ramp.data, (value) => Math.round(gray(value))),
    );
  });

  it('run from white to black in MONOCHROME1, and are worked out one by one where values are fractions', () => {
    const negative = imageOf({ frame: rescaled, pixels: { photometric: 'MONOCHROME1' } });
    const own = { ...look, voi: { ...window, center: 0, width: 2000 } };
    const first = pictureRaster(negative, 1, ramp, own).data;
    expect(first[0]).toBeGreaterThan(first.at(-1) ?? 255);
    const halves = pixelsOf(4, 1, (x) => 1000 + x / 2);
    const gray = grayMapper({ image: asFile, frame: 1, window: own.voi, voiFunction: 'LINEAR_EXACT' });
    expect([...pictureRaster(asFile, 1, halves, own).data]).toEqual(
      Array.from(halves.data, (value) => Math.round(gray(value))),
    );
  });

  it('are black behind a shutter, and colours stay what they are', () => {
    const shut = imageOf({
      frame: { ...rescaled, shutter: [{ shape: 'rectangular', left: 1, right: 16, upper: 1, lower: 8 }] },
    });
    expect([...pictureRaster(shut, 1, ramp, { ...look, invert: true }).data.subarray(128)]).toEqual(
      Array.from({ length: 128 }, () => 0),
    );
    const rgb = { rows: 1, columns: 2, samples: 3, data: [1, 2, 3, 4, 5, 6] };
    const colour = imageOf({ pixels: { photometric: 'RGB', samplesPerPixel: 3 } });
    expect(pictureRaster(colour, 1, rgb, null)).toEqual({ ...rgb, data: Uint8Array.from(rgb.data) });
  });
});

describe('a picture as it stood on the glass', () => {
  it('is mirrored first and then turned clockwise', () => {
    const two: Raster = { rows: 1, columns: 2, samples: 1, data: Uint8Array.from([1, 2]) };
    expect(turnedRaster(two, { rotation: 90, flip: false })).toEqual({ ...two, rows: 2, columns: 1 });
    expect([...turnedRaster(two, { rotation: 90, flip: true }).data]).toEqual([2, 1]);
    expect([...turnedRaster(two, { rotation: 270, flip: false }).data]).toEqual([2, 1]);
  });

  it('has every pixel where its drawings are put', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (how, rows, columns) => {
        const from = raster(rows, columns);
        const to = turnedRaster(from, how);
        for (let at = 0; at < from.data.length; at += 1) {
          const [x, y] = turnedPoint([at % columns, Math.floor(at / columns)], how, from);
          expect(to.data[y * to.columns + x]).toBe(from.data[at]);
        }
      }),
    );
  });

  it('keeps its mean and its shape when it is made smaller', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 255 }),
        (rows, columns, grey) => {
          const flat: Raster = { rows, columns, samples: 1, data: new Uint8Array(rows * columns).fill(grey) };
          const small = smallerRaster(flat, 16);
          expect(Math.max(small.rows, small.columns)).toBeLessThanOrEqual(Math.max(16, 0));
          expect(new Set(small.data)).toEqual(new Set([grey]));
        },
      ),
    );
    const bright = { ...raster(32, 32), data: new Uint8Array(1024) };
    bright.data[1023] = 255;
    expect(smallerRaster(bright, 16).data.at(-1)).toBe(64);
  });
});
