import fc from 'fast-check';
import { expect, it } from 'vitest';
import { magnified } from '../../../../renderer/viewer/magnified.ts';
import type { Transform } from '../../../../renderer/viewer/magnified.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';

/** Where a place of the picture's canvas, counted from its corner, comes on the magnifier. */
const through = ([a, b, c, d, e, f]: Transform, [x, y]: Point2): Point2 => [a * x + c * y + e, b * x + d * y + f];

/** A picture turned, flipped, with pixels that are no squares, anywhere in its viewport. */
const shown = (degrees: number, size: Point2, flip: boolean, [x0, y0]: Point2) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return ([x, y]: Point2): Point2 => {
    const [u, v] = [(flip ? -x : x) * size[0], y * size[1]];
    return [x0 + c * u - s * v, y0 + s * u + c * v];
  };
};

it('has the pixel under the pointer in the middle, worked out by hand', () => {
  // Upright, 2 CSS pixels a pixel; the magnifier is 260 wide and grows 2.5 times: 5 of its pixels a pixel.
  const transform = magnified([10, 20], shown(0, [2, 2], false, [7, 3]), [260, 260], 2.5);
  if (!transform) throw new Error('no picture');
  // The centre of pixel 10, 20 lies at 10.5, 20.5 of the picture's canvas; its corners 2.5 from the middle of the magnifier.
  expect(through(transform, [10.5, 20.5])).toEqual([130, 130]);
  expect(through(transform, [10, 20])).toEqual([127.5, 127.5]);
  expect(through(transform, [12.5, 20.5])).toEqual([140, 130]);
  // A quarter turn: what was right of it is below it.
  const turned = magnified([10, 20], shown(90, [2, 2], false, [7, 3]), [260, 260], 2.5);
  const [x, y] = turned ? through(turned, [12.5, 20.5]) : [NaN, NaN];
  expect([x, y].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([130, 140]);
  expect(magnified([1, 1], () => null, [260, 260], 2.5)).toBeNull();
});

it('shows every place as it lies under the glass, only larger, however the picture is turned, flipped and stretched', () => {
  const place = fc.tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 500, noNaN: true }));
  const size = fc.tuple(fc.double({ min: 0.1, max: 8, noNaN: true }), fc.double({ min: 0.1, max: 8, noNaN: true }));
  fc.assert(
    fc.property(
      place,
      place,
      size,
      fc.integer({ min: 0, max: 359 }),
      fc.boolean(),
      (pixel, other, scale, degrees, flip) => {
        const toCanvas = shown(degrees, scale, flip, [31, -12]);
        const transform = magnified(pixel, toCanvas, [520, 520], 5);
        if (!transform) throw new Error('no picture');
        const [here, there] = [toCanvas(pixel), toCanvas(other)];
        const found = through(transform, [other[0] + 0.5, other[1] + 0.5]);
        expect(found[0]).toBeCloseTo(260 + 5 * (there[0] - here[0]), 4);
        expect(found[1]).toBeCloseTo(260 + 5 * (there[1] - here[1]), 4);
      },
    ),
    { numRuns: 100 },
  );
});
