import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../shared/model/image.ts';
import { cross, dot, length } from '../../../../shared/rules/vector.ts';
import { planeOrigin, planeStack, standardPlanes } from '../../../../shared/volume/plane-stack.ts';
import { renderPlane, slabOffsets } from '../../../../shared/volume/render-plane.ts';
import type { SlabMode } from '../../../../shared/volume/render-plane.ts';
import { step } from '../../../../shared/volume/grid.ts';
import { evenPlaces, phantom, volumeOf } from './phantom.ts';

const MODES: readonly SlabMode[] = ['mean', 'max', 'min'];
/** A slope of values through the patient, a mm: interpolation keeps it as it is, but for the rounding of stored values. */
const SLOPE: Vec3 = [40, -70, 110];
const ROUNDING = 0.5;

function unit(vector: Vec3): Vec3 {
  const size = length(vector);
  return [vector[0] / size, vector[1] / size, vector[2] / size];
}

const NORMALS: readonly Vec3[] = [[1, 1, 1], [0.2, -1, 0.3], [-3, 1, 2], [0.05, 0.02, 1]]; // prettier-ignore

describe('a slab across a volume whose voxels are no cubes', () => {
  const made = phantom({
    columns: 60,
    rows: 50,
    spacing: [0.6, 0.8],
    places: evenPlaces(17, 2.5),
    value: (place) => dot(place, SLOPE),
  });
  const { grid, pixels } = volumeOf(made);

  it.each(NORMALS.map((normal) => unit(normal)))('has its thickness along the normal %s, %s, %s', (...normal) => {
    const row = unit(cross([0.3, 1, 0.1], normal));
    const stack = planeStack(grid, 'oblique', { row, column: cross(normal, row), onward: normal });
    const index = Math.floor(stack.count / 2);
    // The pixel nearest to the middle of the volume: a slab of 9 mm stays inside.
    const [x, y] = [Math.round(-dot(stack.origin, stack.row) / stack.spacing[1]), Math.round(-dot(stack.origin, stack.column) / stack.spacing[0])]; // prettier-ignore
    const place = step(
      step(planeOrigin(stack, index), stack.row, x * stack.spacing[1]),
      stack.column,
      y * stack.spacing[0],
    );
    const middle = dot(place, SLOPE);
    const rise = Math.abs(dot(SLOPE, normal));
    for (const thickness of [0.7, 3, 5, 9]) {
      for (const mode of MODES) {
        const slab = { mode, thickness };
        const { pixels: found } = renderPlane(grid, pixels, { stack, index, slab, padding: -32000, whole: false });
        const wanted = middle + (mode === 'mean' ? 0 : (mode === 'max' ? rise : -rise) * (thickness / 2));
        expect(Math.abs((found[y * stack.columns + x] ?? NaN) - wanted)).toBeLessThanOrEqual(ROUNDING + 0.01);
      }
    }
  });
});

describe('the largest value of a slab', () => {
  it.each([0.9, 2, 3, 5, 8, 10])(
    'of %s mm is that of a single bright voxel in its middle, whichever the plane',
    (mm) => {
      const bright = phantom({
        columns: 9,
        rows: 9,
        spacing: [0.7, 0.7],
        places: evenPlaces(9, 2.5),
        value: (place) => (length(place) < 0.3 ? 1000 : 0),
      });
      const { grid, pixels } = volumeOf(bright);
      for (const name of ['axial', 'coronal', 'sagittal'] as const) {
        const stack = standardPlanes(grid, name);
        const slab = { mode: 'max', thickness: mm } as const;
        const { pixels: found } = renderPlane(grid, pixels, { stack, index: 4, slab, padding: -9, whole: true });
        expect(Math.max(...found)).toBe(1000);
      }
    },
  );

  it('reaches every slice of a plane across slices that lie finer than its pixels', () => {
    const { grid, pixels } = volumeOf(
      phantom({
        ...{ columns: 16, rows: 16, spacing: [2, 2], places: evenPlaces(41, 0.25) },
        value: ([, , z]) => (Math.abs(z - 1.25) < 0.1 ? 1000 : 0),
      }),
    );
    const normal = unit([0, 0.01, 1]);
    const row: Vec3 = [1, 0, 0];
    const stack = planeStack(grid, 'oblique', { row, column: cross(normal, row), onward: normal });
    const index = Math.round(-dot(stack.origin, stack.onward) / stack.step);
    const slab = { mode: 'max', thickness: 5 } as const;
    const { pixels: found } = renderPlane(grid, pixels, { stack, index, slab, padding: -9, whole: false });
    const middle = found.subarray(8 * stack.columns + 4, 8 * stack.columns + 12);
    // No layer lies further than half a step from the bright slice.
    expect(Math.min(...middle)).toBeGreaterThan(450);
  });

  it('looks at both faces, at the middle, and at whole steps between', () => {
    expect(slabOffsets({ mode: 'min', thickness: 8 }, 2.5)).toEqual([-4, -2.5, 0, 2.5, 4]);
    expect(slabOffsets({ mode: 'max', thickness: 3 }, 1)).toEqual([-1.5, -1, 0, 1, 1.5]);
    expect(slabOffsets({ mode: 'max', thickness: 5 }, 2.5)).toEqual([-2.5, 0, 2.5]);
  });
});
