import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LookupTable } from '../../../../shared/model/image.ts';
import { applyLut } from '../../../../shared/rules/lut.ts';
import {
  applyWindow,
  autoWindow,
  grayMapper,
  presentationOf,
  storedRange,
  windowLut,
} from '../../../../shared/rules/window.ts';
import { imageOf } from './image-fixture.ts';

const SOFT = { center: 40, width: 400 };

function lutOf(lut: Partial<LookupTable>): LookupTable {
  return { first: 0, bits: 8, explanation: null, data: [0, 128, 255], ...lut };
}

describe('window functions', () => {
  it.each([
    [-160, 0],
    [-159, 0.639],
    [40, 127.82],
    [239, 255],
    [240, 255],
  ])('LINEAR turns %d into %d', (value, gray) => {
    expect(applyWindow(value, SOFT, 'LINEAR')).toBeCloseTo(gray, 3);
  });

  it('LINEAR_EXACT puts the centre in the middle and its ends at the ends', () => {
    expect(applyWindow(40, SOFT, 'LINEAR_EXACT')).toBe(127.5);
    expect(applyWindow(-160, SOFT, 'LINEAR_EXACT')).toBe(0);
    expect(applyWindow(240, SOFT, 'LINEAR_EXACT')).toBe(255);
  });

  it('SIGMOID follows its vectors', () => {
    expect(applyWindow(-160, SOFT, 'SIGMOID')).toBeCloseTo(30.397, 3);
    expect(applyWindow(240, SOFT, 'SIGMOID')).toBeCloseTo(224.603, 3);
    expect(applyWindow(40, SOFT, 'SIGMOID')).toBe(127.5);
  });

  it('width 1 under LINEAR is a threshold half a step below the centre', () => {
    expect(applyWindow(9.5, { center: 10, width: 1 }, 'LINEAR')).toBe(0);
    expect(applyWindow(9.6, { center: 10, width: 1 }, 'LINEAR')).toBe(255);
  });

  it.each(['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const)('a width of 0 never divides by zero under %s', (fn) => {
    for (const value of [-5, 10, 25]) {
      expect(applyWindow(value, { center: 10, width: 0 }, fn)).toBe(value > 10 ? 255 : 0);
    }
  });

  it('a LINEAR window narrower than 1 still rises inside its width', () => {
    expect(applyWindow(0.25, { center: 0.25, width: 0.5 }, 'LINEAR')).toBe(127.5);
  });

  it('never leaves the grey range and never falls', () => {
    const value = fc.double({ min: -5000, max: 5000, noNaN: true });
    const width = fc.double({ min: 0, max: 4000, noNaN: true });
    const fn = fc.constantFrom('LINEAR' as const, 'LINEAR_EXACT' as const, 'SIGMOID' as const);
    fc.assert(
      fc.property(value, value, value, width, fn, (a, b, center, w, f) => {
        const low = applyWindow(Math.min(a, b), { center, width: w }, f);
        const high = applyWindow(Math.max(a, b), { center, width: w }, f);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(255);
        expect(high).toBeGreaterThanOrEqual(low - 1e-9);
      }),
    );
  });
});

describe('automatic window', () => {
  it.each(['LINEAR', 'LINEAR_EXACT'] as const)(
    'shows the smallest value black and the largest white under %s',
    (fn) => {
      const window = autoWindow(-100, 300, fn);
      expect(applyWindow(-100, window, fn)).toBe(0);
      expect(applyWindow(300, window, fn)).toBeCloseTo(255, 9);
      expect(applyWindow(100, window, fn)).toBeCloseTo(127.5, 9);
    },
  );
});

describe('lookup tables', () => {
  it('map from their first value and hold their ends', () => {
    const lut = lutOf({ first: -1 });
    expect([-9, -1, 0, 1, 9].map((value) => applyLut(lut, value))).toEqual([0, 0, 128, 255, 255]);
  });

  it('shows the own curve of an object and not a flat window (VOI LUT ignored on radiographs)', () => {
    const image = imageOf({ pixels: { bitsStored: 8, signed: false } });
    const gray = grayMapper({ image, frame: 1, window: SOFT, voiLut: lutOf({ data: [0, 200, 255] }) });
    expect([0, 1, 2, 3].map(gray)).toEqual([0, 200, 255, 255]);
  });

  it('scale a curve of 10 bits to the full grey range', () => {
    const gray = grayMapper({ image: imageOf(), frame: 1, window: null, voiLut: lutOf({ bits: 10, data: [0, 1023] }) });
    expect([0, 1].map(gray)).toEqual([0, 255]);
  });

  it('of the modality go before the window', () => {
    const image = imageOf({ image: { modalityLut: lutOf({ first: 5, data: [100, 0] }) } });
    const gray = grayMapper({ image, frame: 1, window: { center: 50, width: 100 }, voiFunction: 'LINEAR_EXACT' });
    expect([5, 6].map(gray)).toEqual([255, 0]);
  });
});

describe('grey table', () => {
  it('spans the stored range of signed and unsigned formats', () => {
    const format = imageOf().pixels;
    if (!format) throw new Error('the fixture has pixels');
    expect(storedRange({ ...format, bitsStored: 12, signed: true })).toEqual({ min: -2048, max: 2047 });
    expect(storedRange({ ...format, bitsStored: 12, signed: false })).toEqual({ min: 0, max: 4095 });
  });

  it('applies the rescale before the window', () => {
    const image = imageOf({
      pixels: { bitsStored: 12, signed: false },
      frame: { rescale: { slope: 1, intercept: -1024, type: 'HU' } },
    });
    const { first, table } = windowLut({ image, frame: 1, window: SOFT });
    expect(first).toBe(0);
    expect(table).toHaveLength(4096);
    expect([864, 1064, 1263].map((stored) => table[stored])).toEqual([0, 128, 255]);
  });

  it('keeps a fractional slope below one (slope cut to zero)', () => {
    const image = imageOf({ frame: { rescale: { slope: 0.01, intercept: 0, type: null } } });
    const gray = grayMapper({ image, frame: 1, window: { center: 0.5, width: 1 }, voiFunction: 'LINEAR_EXACT' });
    expect(gray(50)).toBeCloseTo(127.5, 9);
  });

  it('refuses a range too wide for a table', () => {
    expect(() => windowLut({ image: imageOf(), frame: 1, window: SOFT }, { min: 0, max: 65536 })).toThrow(RangeError);
  });

  it('inverts MONOCHROME1, the presentation shape, and once more for the reader', () => {
    const mono1 = imageOf({ pixels: { photometric: 'MONOCHROME1' } });
    const inverse = imageOf({ image: { presentationLutShape: 'INVERSE' } });
    const both = imageOf({ pixels: { photometric: 'MONOCHROME1' }, image: { presentationLutShape: 'INVERSE' } });
    const inverses = [imageOf(), mono1, inverse, both].map((image) => presentationOf(image));
    expect(inverses).toEqual([false, true, true, true].map((inverse) => ({ kind: 'shape', inverse })));
    expect(grayMapper({ image: mono1, frame: 1, window: SOFT, invert: true })(240)).toBe(255);
    const { table, first } = windowLut({ image: mono1, frame: 1, window: SOFT });
    expect([-160, 240].map((stored) => table[stored - first])).toEqual([255, 0]);
  });

  it('sends the whole range of the window over all entries of a presentation table', () => {
    const table = { first: 0, bits: 12, explanation: null, data: [4095, 2048, 1024, 0] };
    // MONOCHROME1 means nothing beside a table, whose entries are P-values.
    const image = imageOf({ pixels: { photometric: 'MONOCHROME1' }, image: { presentationLut: table } });
    const at = (invert: boolean): number[] =>
      [-1000, -30, 110, 1000].map(grayMapper({ image, frame: 1, window: SOFT, invert }));
    const greys = [255, (255 * 2048) / 4095, (255 * 1024) / 4095, 0];
    expect(at(false)).toEqual(greys);
    expect(at(true)).toEqual(greys.map((grey) => 255 - grey));
    const state = { kind: 'shape', inverse: true } as const;
    expect(grayMapper({ image, frame: 1, window: SOFT, presentation: state })(1000)).toBe(0);
  });

  it('draws padding as the darkest grey, whatever is inverted', () => {
    const padded = { padding: { value: -2000, limit: -1990 } };
    const images = [imageOf({ image: padded }), imageOf({ pixels: { photometric: 'MONOCHROME1' }, image: padded })];
    for (const image of images) {
      for (const invert of [false, true]) {
        const grey = grayMapper({ image, frame: 1, window: SOFT, invert });
        expect([-2000, -1995, -1990].map(grey)).toEqual([0, 0, 0]);
        expect(Math.abs(grey(-1989) - grey(2000))).toBe(255);
      }
    }
  });
});
