import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  difference,
  differenceWindow,
  meanOf,
  NO_DIFFERENCE,
  shifted,
} from '../../../../../shared/rules/subtraction/subtract-pixels.ts';

const pixel = fc.integer({ min: 0, max: 4095 });
const COLUMNS = 7;
const picture = fc.array(pixel, { minLength: 35, maxLength: 35 });
const list = (values: ArrayLike<number>): number[] => Array.from(values);

describe('the arithmetic of a subtraction', () => {
  it('vectors: as stored, and of logarithms', () => {
    const plain = difference([100, 50, 7], [40, 50, 9], { log: false });
    expect([list(plain.pixels), plain.min, plain.max]).toEqual([[60, 0, -2], -2, 60]);
    // A vessel that lets half of the beam through: -1000 ln 2, whatever lies under it.
    const log = difference([500, 1000, 0], [1000, 2000, 1], { log: true });
    expect(list(log.pixels).map((value) => Math.round(value * 100) / 100)).toEqual([-693.15, -693.15, 0]);
    const padded = difference([5, 5], [1, NaN], { log: false, first: (value) => value, second: (value) => value * 2 });
    expect([list(padded.pixels), padded.min, padded.max]).toEqual([[3, NO_DIFFERENCE], 3, 3]);
  });

  it('what lies under a vessel goes where the scale is logarithmic, and only there', () => {
    fc.assert(
      fc.property(picture, fc.double({ min: 0.2, max: 1, noNaN: true }), (values, passed) => {
        const ground = values.map((value) => value + 50);
        const contrast = ground.map((value) => value * passed);
        const { min, max } = difference(contrast, ground, { log: true });
        expect(max - min).toBeLessThan(0.01);
      }),
    );
  });

  it('a picture minus itself is nothing, and turned round it is the negative', () => {
    fc.assert(
      fc.property(picture, picture, (a, b) => {
        expect(list(difference(a, a, { log: false }).pixels).every((value) => value === 0)).toBe(true);
        const back = list(difference(b, a, { log: false }).pixels);
        expect(list(difference(a, b, { log: false }).pixels).map((value) => -value + 0)).toEqual(
          back.map((v) => v + 0),
        );
      }),
    );
  });

  it('the mean of masks is the mean of every pixel', () => {
    expect(list(meanOf([[1, 10], [3, 20], [5, 60]]))).toEqual([3, 30]); // prettier-ignore
    expect(list(meanOf([[4, 2]]))).toEqual([4, 2]);
  });
});

describe('a mask moved by fractions of a pixel (Part 3 C.7.6.10.1.2)', () => {
  const ramp = Array.from({ length: 35 }, (_unused, at) => 10 * Math.floor(at / COLUMNS) + (at % COLUMNS));
  const at = (values: ArrayLike<number>, row: number, column: number): number => values[row * COLUMNS + column] ?? NaN;

  it('rows go towards the last row, columns towards the first column', () => {
    // What was in row 1, column 3 is in row 2, column 2.
    expect(at(shifted(ramp, COLUMNS, [1, 1]), 2, 2)).toBe(at(ramp, 1, 3));
    expect(at(shifted(ramp, COLUMNS, [-1, 0]), 2, 2)).toBe(at(ramp, 3, 2));
    expect(at(shifted(ramp, COLUMNS, [0, 0.25]), 2, 2)).toBeCloseTo(22.25, 9);
    expect(at(shifted(ramp, COLUMNS, [0.5, 0]), 2, 2)).toBeCloseTo(17, 9);
  });

  it('beyond the edge there is nothing, and nothing is made up', () => {
    const moved = shifted(ramp, COLUMNS, [0, 1.5]);
    expect([at(moved, 0, 4), at(moved, 0, 5), at(moved, 0, 6)]).toEqual([5.5, NaN, NaN]);
    expect(list(difference(ramp, moved, { log: false }).pixels)[6]).toBe(NO_DIFFERENCE);
  });

  it('a plane stays a plane: moved there and back it is as it was, away from the edges', () => {
    const by = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(by, by, (down, left) => {
        const back = shifted(shifted(ramp, COLUMNS, [down, left]), COLUMNS, [-down, -left]);
        expect(at(back, 2, 3)).toBeCloseTo(at(ramp, 2, 3), 6);
      }),
    );
  });
});

describe('the window of a subtraction', () => {
  it('shows nearly all of what differs, about nothing or above it', () => {
    const pixels = Float32Array.from({ length: 1000 }, (_unused, at) => (at < 500 ? -100 : 0));
    expect(differenceWindow([{ pixels }], 'around')).toEqual({ center: 0, width: 200 });
    expect(differenceWindow([{ pixels }], 'above')).toBeNull();
    expect(differenceWindow([{ pixels: pixels.map((value) => -value) }], 'above')).toEqual({ center: 50, width: 100 });
    expect(differenceWindow([{ pixels: Float32Array.of(NO_DIFFERENCE) }], 'around')).toBeNull();
  });
});
