import { describe, expect, it } from 'vitest';
import type { Orientation } from '../../../../shared/model/image.ts';
import type { SlicePlace } from '../../../../shared/rules/geometry.ts';
import { spacingReport } from '../../../../shared/rules/slice-spacing.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];

function stack(places: readonly number[], lean = 0): SlicePlace[] {
  return places.map((z) => ({ position: [0, z * lean, z], orientation: AXIAL }));
}

describe('spacing of a series', () => {
  it('an even stack has one spacing and nothing to remark, up or down', () => {
    const even = {
      spacing: 2.5,
      uneven: false,
      gaps: [],
      duplicates: [],
      tilted: false,
      mixed: false,
      unsorted: false,
    };
    expect(spacingReport(stack([0, 2.5, 5, 7.5]))).toMatchObject(even);
    expect(spacingReport(stack([7.5, 5, 2.5, 0]))).toMatchObject(even);
  });

  it('rounding in headers is not uneven', () => {
    expect(spacingReport(stack([0, 1.25, 2.5, 3.76, 5])).uneven).toBe(false);
  });

  it('a missing slice in the middle is a gap at its place', () => {
    expect(spacingReport(stack([0, 2, 4, 8, 10]))).toMatchObject({
      spacing: 2,
      uneven: true,
      gaps: [{ after: 2, size: 4, missing: 1 }],
    });
  });

  it('two holes side by side are two gaps', () => {
    expect(spacingReport(stack([0, 1, 2, 3, 5, 7, 8, 9])).gaps).toEqual([
      { after: 3, size: 2, missing: 1 },
      { after: 4, size: 2, missing: 1 },
    ]);
  });

  it('a part planned with longer steps is uneven but has no gaps', () => {
    expect(spacingReport(stack([0, 3, 6, 9, 12, 15, 22, 29, 36, 43]))).toMatchObject({
      spacing: 3,
      uneven: true,
      gaps: [],
    });
  });

  it('a doubled place is a duplicate and no step', () => {
    expect(spacingReport(stack([0, 2, 2, 4]))).toMatchObject({ spacing: 2, uneven: false, duplicates: [2] });
  });

  it('a stack that leans is tilted (sheared heads from a tilted gantry)', () => {
    const report = spacingReport(stack([0, 5, 10], Math.tan((15 * Math.PI) / 180)));
    expect(report.tilted).toBe(true);
    expect(report.tiltDegrees).toBeCloseTo(15, 6);
    expect(report.spacing).toBe(5);
  });

  it('an oblique stack that moves along its normal is not tilted', () => {
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const planes = [0, 1, 2].map((i): SlicePlace => ({
      position: [0, -s * i, c * i],
      orientation: [1, 0, 0, 0, c, s],
    }));
    const report = spacingReport(planes);
    expect(report.tilted).toBe(false);
    expect(report.spacing).toBeCloseTo(1, 9);
  });

  it('planes of two orientations have no spacing', () => {
    const planes: SlicePlace[] = [...stack([0, 1]), { position: [0, 0, 2], orientation: [1, 0, 0, 0, 0, -1] }];
    expect(spacingReport(planes)).toMatchObject({ mixed: true, spacing: null });
  });

  it('an order that turns back is not sorted', () => {
    expect(spacingReport(stack([0, 2, 1, 3])).unsorted).toBe(true);
  });

  it('planes without a place are named and left out', () => {
    const planes: SlicePlace[] = [...stack([0, 1]), { position: null, orientation: AXIAL }, ...stack([2])];
    expect(spacingReport(planes)).toMatchObject({ spacing: 1, unplaced: [2], gaps: [] });
    expect(spacingReport([]).spacing).toBeNull();
    expect(spacingReport(stack([3])).spacing).toBeNull();
  });
});
