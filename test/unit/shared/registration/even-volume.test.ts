import { describe, expect, it } from 'vitest';
import { cellOf, centreOf, EvenBuilder, halved, isUpright } from '../../../../shared/registration/even-volume.ts';
import type { EvenVolume } from '../../../../shared/registration/even-volume.ts';
import { evenPlaces, phantom, volumeOf } from '../volume/phantom.ts';
import type { PhantomOptions } from '../volume/phantom.ts';

function built(options: PhantomOptions, mm: number): EvenVolume {
  const { grid, pixels } = volumeOf(phantom(options));
  const builder = new EvenBuilder(grid, mm);
  pixels.forEach((data, at) => builder.add(at, data));
  return builder.finish();
}

describe('a volume of even cells', () => {
  it('has the mean of its pixels in each cell, and the cell in the middle of them', () => {
    // Pixels of 1 mm across and 1.5 mm down, slices every 3 mm: cells of 3 × 3 × 3 mm are three columns of two rows each.
    const options = { columns: 7, rows: 4, spacing: [1.5, 1], places: [0, 3, 6] } satisfies PhantomOptions;
    const even = built({ ...options, value: ([x, y, z]) => Math.round(1000 + 10 * x + 100 * y + z) }, 3);
    expect(even.size).toEqual([2, 2, 3]);
    expect(even.step).toEqual([3, 3, 3]);
    // The first pixel lies at x = -3, y = -2.25: the middle of columns 0 to 2 at -2, of rows 0 and 1 at -1.5.
    expect(even.origin).toEqual([-2, -1.5, 0]);
    const expected = (x: number, z: number): number =>
      [-2.25, -0.75].flatMap((y) => [-1, 0, 1].map((dx) => Math.round(1000 + 10 * (x + dx) + 100 * y + z))).reduce((a, b) => a + b) / 6; // prettier-ignore
    expect(even.values[0]).toBeCloseTo(expected(-2, 0), 3);
    expect(even.values[1]).toBeCloseTo(expected(1, 0), 3);
    expect(even.values[8]).toBeCloseTo(expected(-2, 6), 3);
    expect(centreOf(even)).toEqual([-0.5, 0, 3]);
    expect(cellOf(even, [1, 1.5, 6])).toEqual([1, 1, 2]);
  });

  it('is of modality values, each slice by its own slope (PET), without padding', () => {
    const options: PhantomOptions = {
      ...{ columns: 4, rows: 2, places: [0, 1] },
      value: ([x]) => (x > 0 ? -2000 : 10),
      frame: (slice) => ({ rescale: { slope: slice === 0 ? 2 : 5, intercept: 1, type: null } }),
      image: () => ({ padding: { value: -2000, limit: null } }),
    };
    const even = built(options, 1);
    // Columns at -1.5, -0.5 hold 10, those at 0.5, 1.5 padding.
    expect([...even.values.slice(0, 4)]).toEqual([21, 21, NaN, NaN]);
    expect([...even.values.slice(8, 12)]).toEqual([51, 51, NaN, NaN]);
  });

  it('lies between two slices in parts of both, takes the mean of thinner ones, and is unknown over a gap', () => {
    const between = built({ columns: 1, rows: 1, places: [0, 4, 8], value: ([, , z]) => 10 * z }, 3);
    expect([...between.values]).toEqual([0, 30, 60]);
    // Slices at 0, 1, 2, … 6: within 1.5 mm of 3 lie those at 2, 3, 4.
    const thin = built({ columns: 1, rows: 1, places: [0, 1, 2, 3, 4, 5, 6], value: ([, , z]) => z * z }, 3);
    expect([...thin.values].map((value) => Number(value.toFixed(3)))).toEqual([0.5, 9.667, 30.5]);
    const gap = built({ columns: 1, rows: 1, places: [0, 2, 4, 6, 14, 16, 18, 20], value: () => 7 }, 2);
    expect([...gap.values]).toEqual([7, 7, 7, 7, NaN, NaN, NaN, 7, 7, 7, 7]);
  });

  it('a slice that never came leaves its place unknown', () => {
    const { grid, pixels } = volumeOf(phantom({ columns: 1, rows: 1, places: [0, 2, 4], value: () => 7 }));
    const builder = new EvenBuilder(grid, 2);
    [0, 2].forEach((at) => builder.add(at, pixels[at] ?? []));
    expect([...builder.finish().values]).toEqual([7, NaN, 7]);
  });

  it('halved, each cell is the mean of eight and lies in the middle of them', () => {
    const even = built({ columns: 16, rows: 16, places: evenPlaces(16, 1), value: ([x, y, z]) => 2 * (x + 10 * y + 100 * z) }, 1); // prettier-ignore
    const half = halved(even);
    expect([half.size, half.step]).toEqual([[8, 8, 8], [2, 2, 2]]); // prettier-ignore
    expect(half.origin).toEqual([-7, -7, -7]);
    expect(half.values[0]).toBeCloseTo(2 * (-7 - 70 - 700), 3);
    expect(centreOf(half)).toEqual(centreOf(even));
  });

  it('one whose slices lean is none', () => {
    const lean = (degrees: number): boolean =>
      isUpright(volumeOf(phantom({ places: evenPlaces(10, 3), lean: Math.tan((degrees * Math.PI) / 180) })).grid);
    // Over 27 mm a tilt of 1° is 0.47 mm beside the line, one of 2° is 0.94 mm.
    expect([lean(0), lean(1), lean(2), lean(15)]).toEqual([true, true, false, false]);
  });
});
