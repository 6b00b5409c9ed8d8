import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorPlace } from '../../../../shared/hanging/cursor-place.ts';
import type { SlicePlane } from '../../../../shared/hanging/linked-position.ts';
import {
  facesOther,
  lieAlike,
  linkedCenter,
  linkedScale,
  linkedWindow,
} from '../../../../shared/hanging/linked-view.ts';
import type { Orientation, Vec3 } from '../../../../shared/model/image.ts';
import type { PlacedPicture } from '../../../../shared/rules/reference-line.ts';
import { pixelToWorld } from '../../../../shared/rules/geometry.ts';
import { inverse, movedPlace } from '../../../../shared/rules/registration/rigid.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];

const picture = (
  spacing: number,
  size: number,
  position: Vec3 | null,
  orientation: Orientation | null = AXIAL,
): PlacedPicture => ({
  plane: { position, orientation, pixelSpacing: [spacing, spacing] },
  columns: size,
  rows: size,
});

describe('what viewports share', () => {
  it('is one scale in millimetres, whatever the pixels', () => {
    expect(linkedScale(1.244, [0.9, 0.9], [1.8, 1.8])).toBeCloseTo(2.488);
    expect(linkedScale(2, [0.5, 1], [0.25, 0.25])).toBe(1);
  });

  it('is one place of the patient in one space, and says that it is approximate in two', () => {
    const own = picture(0.5, 512, [-128, -128, 10]);
    const other = picture(1, 256, [-100, -128, 12]);
    const found = linkedCenter(own, [300, 200], other, { move: null });
    expect(found?.exact).toBe(true);
    const [here, there] = [pixelToWorld(own.plane, [300, 200]), found && pixelToWorld(other.plane, found.center)];
    expect(there?.[0]).toBeCloseTo(here?.[0] ?? NaN);
    expect(there?.[1]).toBeCloseTo(here?.[1] ?? NaN);
    const guessed = linkedCenter(own, [255.5 + 40, 255.5], other, null);
    expect(guessed).toEqual({ center: [127.5 + 20, 127.5], exact: false });
    // Across each other, and where one of them has no place, nothing is said of a place.
    expect(linkedCenter(own, [1, 1], picture(1, 256, [0, 0, 0], CORONAL), { move: null })).toBeNull();
    expect(linkedCenter(own, [1, 1], picture(1, 256, null, null), null)).toBeNull();
    expect(linkedCenter(picture(1, 100, null, null), [49.5, 24.5], picture(1, 200, null, null), null)).toEqual({
      center: [99.5, 49.5],
      exact: false,
    });
    // 10 mm from the chest wall of the one breast is 10 mm from that of the other, which lies at the other side.
    const [right, left] = [picture(1, 100, null, null), picture(1, 100, null, null)];
    expect(linkedCenter(right, [89, 20], left, null, facesOther(['P', 'L'], ['A', 'R']))?.center).toEqual([10, 20]);
    expect(linkedCenter(right, [89, 20], left, null, facesOther(['P', 'F'], ['PL', 'F']))?.center).toEqual([89, 20]);
  });

  it('goes through a registration and back to the same pixel', () => {
    const angle = fc.double({ min: -0.2, max: 0.2, noNaN: true });
    const shift = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(angle, shift, shift, (a, x, y) => {
        const move = { turn: [[Math.cos(a), -Math.sin(a), 0], [Math.sin(a), Math.cos(a), 0], [0, 0, 1]], shift: [x, y, 3] } as const; // prettier-ignore
        const rigid = {
          turn: [[...move.turn[0]], [...move.turn[1]], [...move.turn[2]]],
          shift: [...move.shift],
        } as never;
        const own = picture(0.7, 300, [-100, -90, 5]);
        const other = picture(1.1, 200, [-110, -100, 8]);
        const there = linkedCenter(own, [120, 77], other, { move: rigid });
        const back = there && linkedCenter(other, there.center, own, { move: inverse(rigid) });
        expect(back?.center[0]).toBeCloseTo(120, 6);
        expect(back?.center[1]).toBeCloseTo(77, 6);
        expect(movedPlace(rigid, [0, 0, 0])[2]).toBe(3);
      }),
      { numRuns: 50 },
    );
  });

  it('is one window where the unit is one, else the change alone', () => {
    const [before, after] = [
      { center: 40, width: 400 },
      { center: 60, width: 200 },
    ];
    expect(linkedWindow(before, after, { center: 900, width: 1000 }, true)).toEqual(after);
    expect(linkedWindow(before, after, { center: 900, width: 1000 }, false)).toEqual({ center: 950, width: 500 });
    expect(linkedWindow({ center: 1, width: 0 }, after, before, false)).toEqual(before);
  });

  it('turns the same way only where both lie the same way', () => {
    expect(lieAlike(picture(1, 10, [0, 0, 0]), picture(2, 20, [5, 5, 5]))).toBe(true);
    expect(lieAlike(picture(1, 10, [0, 0, 0]), picture(1, 10, [0, 0, 0], [-1, 0, 0, 0, 1, 0]))).toBe(false);
    expect(lieAlike(picture(1, 10, null, null), picture(1, 10, [0, 0, 0]))).toBe(false);
  });
});

describe('a place in a stack', () => {
  const stack = (heights: readonly number[]): { planes: readonly SlicePlane[] } => ({
    planes: heights.map((z): SlicePlane => ({ position: [0, 0, z], normal: [0, 0, 1] })),
  });

  it('is the nearest slice, and none beyond the ends or over a gap', () => {
    expect(cursorPlace(stack([0, 5, 10]), [9, 9, 6], 0, 5)).toMatchObject({ index: 1, reaches: true });
    expect(cursorPlace(stack([0, 5, 10]), [0, 0, 14], 0, 5)?.reaches).toBe(false);
    expect(cursorPlace(stack([0, 5, 40, 45]), [0, 0, 22], 0, 5)?.reaches).toBe(false);
    expect(cursorPlace(stack([]), [0, 0, 0], 0, 5)).toBeNull();
    // Of a single slice only its own thickness.
    expect(cursorPlace(stack([0]), [0, 0, 2], 0, 5)?.reaches).toBe(true);
    expect(cursorPlace(stack([0]), [0, 0, 2], 0, null)?.reaches).toBe(false);
  });

  it('of several pictures at one height is the one that is looked at', () => {
    expect(cursorPlace(stack([0, 0, 5, 5]), [0, 0, 4], 3, 5)?.index).toBe(3);
    expect(cursorPlace(stack([0, 0, 5, 5]), [0, 0, 4], 0, 5)?.index).toBe(2);
  });
});
