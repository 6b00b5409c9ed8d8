import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Orientation, Vec3 } from '../../../../shared/model/image.ts';
import { pixelToWorld, worldToPixel } from '../../../../shared/rules/geometry.ts';
import { referenceLine as lineOf } from '../../../../shared/rules/reference-line.ts';
import type { PlacedPicture } from '../../../../shared/rules/reference-line.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];
const SAGITTAL: Orientation = [0, 1, 0, 0, 0, -1];
const picture = (
  orientation: Orientation,
  position: Vec3,
  size: readonly [number, number] = [100, 100],
  mm = 1,
): PlacedPicture => ({
  plane: { orientation, position, pixelSpacing: [mm, mm] },
  columns: size[0],
  rows: size[1],
});

/** From left to right, then from top to bottom: a line has no direction. */
const referenceLine = (onto: PlacedPicture, cutting: PlacedPicture) =>
  lineOf(onto, cutting)?.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by) ?? null;

describe('a reference line', () => {
  const axial = picture(AXIAL, [0, 0, 50]);

  it('stands where the other picture cuts this one, from edge to edge', () => {
    // The coronal picture lies at y = 30 and reaches from x = -0.5 to 99.5.
    expect(referenceLine(axial, picture(CORONAL, [0, 30, 99]))).toEqual([
      [-0.5, 30],
      [99.5, 30],
    ]);
    expect(referenceLine(axial, picture(SAGITTAL, [70, 0, 99]))).toEqual([
      [70, -0.5],
      [70, 99.5],
    ]);
  });

  it('is no longer than the other picture is wide, and no longer than this one', () => {
    expect(referenceLine(axial, picture(CORONAL, [20, 30, 99], [40, 100]))).toEqual([
      [19.5, 30],
      [59.5, 30],
    ]);
    expect(referenceLine(axial, picture(CORONAL, [-200, 30, 99], [600, 100]))).toEqual([
      [-0.5, 30],
      [99.5, 30],
    ]);
  });

  it('is counted in pixels of the picture it stands on', () => {
    const fine = picture(AXIAL, [0, 0, 50], [200, 400], 0.5);
    expect(referenceLine(fine, picture(CORONAL, [0, 30, 99]))).toEqual([
      [-0.5, 60],
      [199, 60],
    ]);
  });

  it.each<[string, PlacedPicture]>([
    ['lies parallel', picture(AXIAL, [0, 0, 40])],
    ['is the same', axial],
    ['does not reach it', picture(CORONAL, [0, 30, 20])],
    ['passes beside it', picture(CORONAL, [0, 300, 99])],
    ['has no place', { ...axial, plane: { ...axial.plane, position: null } }],
    ['has no spacing', { ...axial, plane: { ...axial.plane, pixelSpacing: null } }],
  ])('is none where the other picture %s', (_what, other) => {
    expect(referenceLine(axial, other)).toBeNull();
  });

  it('lies in both planes whatever their angle', () => {
    const angle = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(angle, fc.double({ min: -40, max: 40, noNaN: true }), (turn, shift) => {
        const tilted = picture(
          [1, 0, 0, 0, Math.cos(turn), Math.sin(turn)],
          [0, 50 - 50 * Math.cos(turn) + shift, 50 - 50 * Math.sin(turn)],
        );
        const line = referenceLine(axial, tilted);
        for (const end of line ?? []) {
          const place = pixelToWorld(axial.plane, end);
          expect(place && Math.abs(worldToPixel(tilted.plane, place)?.distance ?? 1)).toBeLessThan(1e-6);
        }
      }),
    );
  });
});
