import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Orientation, Vec3 } from '../../../../shared/model/image.ts';
import {
  nearestSlice,
  pixelToWorld,
  planeNormal,
  sameFrameOfReference,
  slicePosition,
  worldToPixel,
} from '../../../../shared/rules/geometry.ts';
import { imageOf } from './image-fixture.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];

/** An orientation turned by three angles. */
function turned(a: number, b: number, c: number): Orientation {
  const [ca, sa, cb, sb, cc, sc] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b), Math.cos(c), Math.sin(c)];
  return [ca * cb, sa * cb, -sb, ca * sb * sc - sa * cc, sa * sb * sc + ca * cc, cb * sc];
}

describe('patient space', () => {
  it('puts the centre of the first pixel at the image position', () => {
    const plane = { position: [-100, 20, 5] as Vec3, orientation: AXIAL, pixelSpacing: [1, 0.5] as [number, number] };
    expect(pixelToWorld(plane, [0, 0])).toEqual([-100, 20, 5]);
  });

  it('steps by the column spacing along x and by the row spacing along y', () => {
    const plane = { position: [0, 0, 0] as Vec3, orientation: CORONAL, pixelSpacing: [1, 0.5] as [number, number] };
    expect(pixelToWorld(plane, [10, 4])).toEqual([5, 0, -4]);
  });

  it('finds the pixel and the distance of a place again', () => {
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    const place = fc.double({ min: -500, max: 500, noNaN: true });
    const size = fc.double({ min: 0.1, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        angle,
        angle,
        angle,
        fc.tuple(place, place, place),
        size,
        size,
        place,
        place,
        (a, b, c, at, row, column, x, y) => {
          const plane = { position: at, orientation: turned(a, b, c), pixelSpacing: [row, column] as [number, number] };
          const world = pixelToWorld(plane, [x, y]);
          const normal = planeNormal(plane.orientation);
          if (!world || !normal) throw new Error('a turned plane has a geometry');
          const above: Vec3 = [world[0] + 7 * normal[0], world[1] + 7 * normal[1], world[2] + 7 * normal[2]];
          const back = worldToPixel(plane, above);
          expect(back?.distance).toBeCloseTo(7, 6);
          expect(back?.point[0]).toBeCloseTo(x, 6);
          expect(back?.point[1]).toBeCloseTo(y, 6);
        },
      ),
    );
  });

  it('has no places where position, orientation or spacing is missing or damaged', () => {
    const whole = { position: [0, 0, 0] as Vec3, orientation: AXIAL, pixelSpacing: [1, 1] as [number, number] };
    const damaged = [
      { ...whole, position: null },
      { ...whole, orientation: null },
      { ...whole, pixelSpacing: null },
      { ...whole, pixelSpacing: [0, 1] as [number, number] },
      { ...whole, orientation: [0, 0, 0, 0, 0, 0] as Orientation },
      { ...whole, orientation: [1, 0, 0, 1, 0, 0] as Orientation },
    ];
    for (const plane of damaged) {
      expect(pixelToWorld(plane, [1, 1])).toBeNull();
      expect(worldToPixel(plane, [1, 1, 1])).toBeNull();
    }
  });

  it('measures slices along their own normal', () => {
    expect(planeNormal(AXIAL)).toEqual([0, 0, 1]);
    expect(slicePosition({ position: [9, 9, -42], orientation: AXIAL })).toBe(-42);
    expect(slicePosition({ position: [9, 30, 1], orientation: CORONAL })).toBe(30);
    expect(slicePosition({ position: null, orientation: AXIAL })).toBeNull();
    expect(slicePosition({ position: [0, 0, 0], orientation: null })).toBeNull();
  });

  it('never takes two objects without a frame of reference for the same one (lines between unrelated series)', () => {
    const of = (frameOfReference: string | null) => imageOf({ image: { frameOfReference } });
    expect(sameFrameOfReference(of('1.2.3'), of('1.2.3'))).toBe(true);
    expect(sameFrameOfReference(of('1.2.3'), of('1.2.30'))).toBe(false);
    expect(sameFrameOfReference(of(null), of(null))).toBe(false);
    expect(sameFrameOfReference(of(''), of(''))).toBe(false);
  });

  it('finds the nearest slice by place, the first of two equals, and none beyond the reach', () => {
    expect(nearestSlice([0, 5, 10], 6)).toBe(1);
    expect(nearestSlice([0, 4], 2)).toBe(0);
    expect(nearestSlice([null, 8, null], 0)).toBe(1);
    expect(nearestSlice([0, 5, 10], 20, 5)).toBeNull();
    expect(nearestSlice([], 1)).toBeNull();
  });
});
