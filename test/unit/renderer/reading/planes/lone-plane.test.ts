import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptPlane, linkOf, stackFor, swung } from '../../../../../renderer/reading/planes/lone-plane.ts';
import { linkedPlace } from '../../../../../shared/hanging/linked-position.ts';
import { DeskPlane, standardPlane } from '../../../../../shared/model/desk-plane.ts';
import type { Vec3 } from '../../../../../shared/model/image.ts';
import { cross, dot, length, minus } from '../../../../../shared/rules/vector.ts';
import { gridCorners } from '../../../../../shared/volume/grid.ts';
import { nearestPlane, planeOrigin } from '../../../../../shared/volume/plane-stack.ts';
import { EIGHT_WAYS, evenPlaces, phantom, volumeOf } from '../../../shared/volume/phantom.ts';

const GRIDS = EIGHT_WAYS.map(({ row, column }) =>
  volumeOf(phantom({ row, column, columns: 40, rows: 36, spacing: [1, 1], places: evenPlaces(30, 1) })),
);
const [HEAD] = GRIDS;
const NAMES = ['axial', 'coronal', 'sagittal'] as const;

function middleOf(corners: readonly Vec3[]): Vec3 {
  const mean = (axis: 0 | 1 | 2): number => corners.reduce((sum, one) => sum + one[axis], 0) / corners.length;
  return [mean(0), mean(1), mean(2)];
}

describe('a plane alone in a viewport', () => {
  it('goes through the place that it was kept with, whichever way the slices were made', () => {
    for (const { grid } of GRIDS) {
      const through = middleOf(gridCorners(grid));
      for (const name of NAMES) {
        const stack = stackFor(grid, { ...standardPlane(name), through });
        const origin = planeOrigin(stack, nearestPlane(stack, through));
        expect(Math.abs(dot(minus(origin, through), stack.onward))).toBeLessThanOrEqual(stack.step / 2 + 1e-9);
      }
    }
  });

  it('stays the same plane of the patient when it is swung, kept in the journal and made again', () => {
    const grid = HEAD?.grid;
    if (!grid) throw new Error('no phantom');
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.integer({ min: -180, max: 180 }), (name, degrees) => {
        const through = middleOf(gridCorners(grid));
        const straight = stackFor(grid, standardPlane(name));
        const axes = swung(straight, degrees);
        const asked = { row: axes.row, column: axes.column, onward: cross(axes.row, axes.column) };
        const now = stackFor(grid, { name: 'oblique', axes: asked, slab: null, through });
        const kept = DeskPlane.parse(
          JSON.parse(JSON.stringify(keptPlane(standardPlane(name), straight, now, through))),
        );
        const again = stackFor(grid, kept);
        // A journal knows no minus zero.
        expect(again).toEqual(JSON.parse(JSON.stringify(now)));
        // It swings about its upright: that stays, and the row stays at a right angle to it.
        expect(dot(again.column, straight.column)).toBeCloseTo(1, 12);
        expect(Math.abs(dot(again.row, again.column))).toBeLessThan(1e-9);
        expect(length(again.row)).toBeCloseTo(1, 9);
        const at = nearestPlane(again, through);
        expect(Math.abs(dot(minus(planeOrigin(again, at), through), again.onward))).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('is kept by its name alone while it is straight', () => {
    const grid = HEAD?.grid;
    if (!grid) throw new Error('no phantom');
    const straight = stackFor(grid, standardPlane('coronal'));
    const kept = keptPlane(standardPlane('coronal'), straight, straight, [1, 2, 3]);
    expect(kept).toEqual({ name: 'coronal', axes: null, slab: null, through: [1, 2, 3] });
  });

  it('scrolls with slices of the same direction, at the same place of the patient', () => {
    const grid = HEAD?.grid;
    if (!grid) throw new Error('no phantom');
    const coronal = stackFor(grid, standardPlane('coronal'));
    const own = linkOf(coronal, '1.2');
    const thick = { frameOfReference: '1.2', planes: own.planes.filter((_plane, at) => at % 5 === 2) };
    for (const at of [0, 7, 22]) {
      const to = linkedPlace(own, at, thick, 0);
      const there = thick.planes[to?.index ?? -1];
      const here = own.planes[at];
      if (!there || !here) throw new Error('no place');
      expect(Math.abs(dot(minus(there.position, here.position), here.normal))).toBeLessThanOrEqual(2.5);
    }
    // Across its direction it goes nowhere.
    expect(linkedPlace(own, 3, linkOf(stackFor(grid, standardPlane('axial')), '1.2'), 0)).toBeNull();
  });
});
