import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../shared/model/image.ts';
import { cross, length } from '../../../../shared/rules/vector.ts';
import { step } from '../../../../shared/volume/grid.ts';
import type { VolumeGrid } from '../../../../shared/volume/grid.ts';
import { planeOrigin, planeStack, standardPlanes } from '../../../../shared/volume/plane-stack.ts';
import { renderPlane, slabOffsets } from '../../../../shared/volume/render-plane.ts';
import { samplePlane } from '../../../../shared/volume/sample-plane.ts';
import type { SampledPlane } from '../../../../shared/volume/sample-plane.ts';
import { samplePoint } from '../../../../shared/volume/sample-point.ts';
import type { SlicePixels } from '../../../../shared/volume/sample-point.ts';
import { evenPlaces, phantom, volumeOf } from './phantom.ts';

const direction = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  )
  .filter((vector) => length(vector) > 0.1)
  .map(unit);

function unit(vector: Vec3): Vec3 {
  const size = length(vector);
  return [vector[0] / size, vector[1] / size, vector[2] / size];
}

/** Two unit vectors at a right angle. */
const plane = fc
  .tuple(direction, direction)
  .filter(([a, b]) => length(cross(a, b)) > 0.2)
  .map(([a, b]) => ({ row: a, column: unit(cross(unit(cross(a, b)), a)) }));

const noise = (seed: number) => (place: Vec3) =>
  Math.round(1000 * Math.sin(seed + place[0] * 1.7 + place[1] * 2.3 + place[2] * 3.1));

const volume = fc
  .record({
    axes: plane,
    steps: fc.array(fc.constantFrom(0.5, 1, 1.3, 2, 5), { minLength: 3, maxLength: 9 }),
    lean: fc.constantFrom(0, 0.2, -0.35),
    spacing: fc.constantFrom<[number, number]>([1, 1], [0.7, 0.7], [1.2, 0.6]),
    seed: fc.double({ min: 0, max: 6, noNaN: true }),
    padded: fc.boolean(),
    lost: fc.nat(8),
    rescale: fc.constantFrom({ slope: 1, intercept: -1024 }, { slope: 0.37, intercept: 2 }),
  })
  .map(({ axes, steps, lean, spacing, seed, padded, lost, rescale }) => {
    const places = steps.reduce<number[]>((all, by) => [...all, (all.at(-1) ?? 0) + by], [0]);
    const padding = padded ? { value: 900, limit: 1000 } : null;
    const made = phantom({
      ...axes,
      columns: 9,
      rows: 7,
      spacing,
      places,
      lean,
      rescale,
      value: noise(seed),
      image: () => ({ padding }),
    });
    const built = volumeOf(made);
    const pixels = built.pixels.map((data, at) => (at === lost ? null : data));
    return { grid: built.grid, pixels };
  });

function bySlowWay(grid: VolumeGrid, pixels: SlicePixels, sampled: SampledPlane): number[] {
  return Array.from({ length: sampled.columns * sampled.rows }, (_unused, at) => {
    const x = (at % sampled.columns) * sampled.spacing[1];
    const y = Math.floor(at / sampled.columns) * sampled.spacing[0];
    return samplePoint(grid, pixels, step(step(sampled.origin, sampled.row, x), sampled.column, y));
  });
}

function expectAlike(found: ArrayLike<number>, wanted: readonly number[]): void {
  const odd = wanted.filter((value, at) => {
    const own = found[at] ?? Infinity;
    // A place on the very edge may fall to either side by the last bit.
    return Number.isNaN(value)
      ? false
      : !(Math.abs(own - value) <= 1e-3 + 1e-6 * Math.abs(value)) && !Number.isNaN(own);
  });
  expect(odd).toEqual([]);
  const unknown = wanted.filter((value, at) => Number.isNaN(value) !== Number.isNaN(found[at] ?? 0)).length;
  expect(unknown).toBeLessThanOrEqual(1);
}

describe('planes of a volume', () => {
  it('the fast way says what the slow, obvious way says, on any volume and any plane', () => {
    fc.assert(
      fc.property(volume, plane, fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)), ({ grid, pixels }, axes, at) => {
        const middle = grid.slices[Math.floor(grid.slices.length / 2)]?.position ?? [0, 0, 0];
        const origin: Vec3 = [middle[0] - 6 + at[0], middle[1] - 6 + at[1], middle[2] - 6 + at[2]];
        const sampled: SampledPlane = { ...axes, origin, columns: 13, rows: 11, spacing: [0.9, 0.9] };
        const out = new Float32Array(sampled.columns * sampled.rows);
        samplePlane(grid, pixels, sampled, out);
        expectAlike(out, bySlowWay(grid, pixels, sampled));
      }),
      { numRuns: 150 },
    );
  });

  it('on the voxels no value is changed, in either way of writing it', () => {
    const made = phantom({
      places: evenPlaces(9, 1.25),
      spacing: [0.8, 0.8],
      value: noise(1),
      rescale: { slope: 1, intercept: -1024 },
    });
    const { grid, pixels } = volumeOf(made);
    for (const name of ['axial', 'coronal', 'sagittal'] as const) {
      const stack = standardPlanes(grid, name);
      expect(stack.walk).not.toBeNull();
      for (const index of [0, 3, stack.count - 1]) {
        const wanted = bySlowWay(grid, pixels, { ...stack, origin: planeOrigin(stack, index) });
        for (const whole of [true, false]) {
          const found = renderPlane(grid, pixels, { stack, index, slab: null, padding: -9999, whole });
          expect([...found.pixels]).toEqual(wanted);
          expect(found.padded).toBe(false);
        }
      }
    }
  });

  it('outside the volume, in a gap and where a slice is not here stands padding', () => {
    const made = phantom({ places: [0, 1, 2, 3, 4, 7, 8, 9, 10, 11], value: () => 50 });
    const { grid, pixels } = volumeOf(made);
    const stack = standardPlanes(grid, 'coronal');
    const lost = pixels.map((data, at) => (at === 8 ? null : data));
    const { pixels: found, padded } = renderPlane(grid, lost, {
      stack,
      index: 5,
      slab: null,
      padding: -7,
      whole: true,
    });
    expect(padded).toBe(true);
    // From the head down: one a millimetre. Slice 8 lies 10 mm up, and its neighbours reach to it only at their own places.
    const column = Array.from({ length: stack.rows }, (_unused, at) => found[at * stack.columns + 3]);
    expect(column).toEqual([50, -7, 50, 50, 50, -7, -7, 50, 50, 50, 50, 50]);
  });

  it('a slab is as thick as it says: a mean over an edge holds the share of each side', () => {
    const made = phantom({ places: evenPlaces(40, 1), value: ([, y]) => (y > 0 ? 100 : 0), rows: 40 });
    const { grid, pixels } = volumeOf(made);
    const stack = standardPlanes(grid, 'coronal');
    // The edge lies between the planes at -0.5 and +0.5 mm, a ramp of 1 mm round 0.
    for (const thickness of [3, 5, 7.5, 10]) {
      for (const index of [17, 18, 19, 20, 21]) {
        const middle = planeOrigin(stack, index)[1];
        const share = integral(middle + thickness / 2) - integral(middle - thickness / 2);
        const { pixels: found } = renderPlane(grid, pixels, {
          stack,
          index,
          slab: { mode: 'mean', thickness },
          padding: -1,
          whole: true,
        });
        // Layers cut the ramp in steps: within half a step of one layer.
        expect(Math.abs((found[stack.columns * 20 + 10] ?? 0) - (100 * share) / thickness)).toBeLessThan(
          100 / thickness / 8 + 1e-9,
        );
      }
    }
  });

  it('the largest value of a slab is found in every plane that it reaches, and in no other', () => {
    const made = phantom({
      places: evenPlaces(15, 1),
      value: (place) => (length(place) < 1 ? 500 : 0),
      rows: 21,
      columns: 21,
    });
    const { grid, pixels } = volumeOf(made);
    const stack = standardPlanes(grid, 'coronal');
    const seen = Array.from({ length: stack.count }, (_unused, index) => {
      const { pixels: found } = renderPlane(grid, pixels, {
        stack,
        index,
        slab: { mode: 'max', thickness: 6 },
        padding: -1,
        whole: true,
      });
      return Math.max(...found) === 500;
    });
    // Coronal 10 holds it: three planes before and three behind lie within 3 mm.
    expect(seen.flatMap((is, index) => (is ? [index] : []))).toEqual([7, 8, 9, 10, 11, 12, 13]);
  });

  it('layers of a slab lie inside its thickness', () => {
    expect(slabOffsets({ mode: 'mean', thickness: 4 }, 1)).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect(slabOffsets({ mode: 'max', thickness: 4 }, 1)).toEqual([-2, -1, 0, 1, 2]);
    expect(slabOffsets({ mode: 'mean', thickness: 0.4 }, 1)).toEqual([0]);
  });

  it('a plane of any direction holds the values of its places', () => {
    const made = phantom({
      places: evenPlaces(30, 1),
      rows: 30,
      columns: 30,
      value: ([x, y, z]) => 10 * x + 20 * y - 5 * z,
    });
    const { grid, pixels } = volumeOf(made);
    const s = Math.SQRT1_2;
    const stack = planeStack(grid, 'oblique', { row: [s, s, 0], column: [0, 0, -1], onward: [-s, s, 0] });
    const index = Math.floor(stack.count / 2);
    const { pixels: found } = renderPlane(grid, pixels, { stack, index, slab: null, padding: -9999, whole: true });
    const origin = planeOrigin(stack, index);
    for (const [x, y] of [
      [15, 10],
      [20, 14],
      [12, 20],
    ] as const) {
      const [px, py, pz] = step(step(origin, stack.row, x * stack.spacing[1]), stack.column, y * stack.spacing[0]);
      // Stored values are rounded to whole numbers: half a unit at most.
      expect(Math.abs((found[y * stack.columns + x] ?? 0) - (10 * px + 20 * py - 5 * pz))).toBeLessThan(0.501);
    }
  });
});

/** Of a ramp from 0 to 1 between -0.5 and 0.5 mm. */
function integral(to: number): number {
  if (to <= -0.5) return 0;
  return to >= 0.5 ? to : (to + 0.5) ** 2 / 2;
}
