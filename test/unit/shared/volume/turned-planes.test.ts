import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { Orientation, Vec3 } from '../../../../shared/model/image.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { pixelToWorld, worldToPixel } from '../../../../shared/rules/geometry.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { edgeLetters } from '../../../../shared/rules/orientation.ts';
import { cross, dot, length, minus } from '../../../../shared/rules/vector.ts';
import { gridCorners, step } from '../../../../shared/volume/grid.ts';
import { nearestPlane, planeOrigin, standardPlanes } from '../../../../shared/volume/plane-stack.ts';
import type { PlaneStack } from '../../../../shared/volume/plane-stack.ts';
import { reformatImage } from '../../../../shared/volume/reformat-image.ts';
import { renderPlane } from '../../../../shared/volume/render-plane.ts';
import {
  alignedStacks,
  clockwiseAxis,
  covers,
  sameShape,
  stackRound,
  turnedStack,
} from '../../../../shared/volume/turned-planes.ts';
import { EIGHT_WAYS, evenPlaces, phantom, volumeOf } from './phantom.ts';

/** Rises by 3 HU a mm to the left, 2 to the back, 5 to the head: between voxels, straight interpolation is exact. */
const ramp = ([x, y, z]: Vec3): number => 3 * x + 2 * y + 5 * z;
const WAYS = EIGHT_WAYS.map(({ name, row, column }) => ({
  name,
  made: phantom({ row, column, columns: 40, rows: 36, spacing: [1, 1], places: evenPlaces(30, 1), value: ramp }),
}));
const HEAD = volumeOf(WAYS[0]?.made ?? phantom());
const NAMES = ['axial', 'coronal', 'sagittal'] as const;
const straight = (): readonly PlaneStack[] => NAMES.map((name) => standardPlanes(HEAD.grid, name));

/** One turn after the other, about the normal of one of the planes, clockwise. */
function turned(stacks: readonly PlaneStack[], at: number, degrees: number, place: Vec3): readonly PlaneStack[] {
  const own = stacks[at];
  if (!own) return stacks;
  const turn = { place, about: clockwiseAxis(own), degrees };
  return stacks.map((stack, other) => (other === at ? stack : turnedStack(HEAD.grid, stack, turn)));
}

const place = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -8, max: 8, noNaN: true }))) as fc.Arbitrary<Vec3>;
const turns = fc.array(fc.record({ at: fc.nat(2), degrees: fc.double({ min: -180, max: 180, noNaN: true }) }), {
  minLength: 1,
  maxLength: 6,
});
const imageOf = (stack: PlaneStack) =>
  reformatImage(ObjectId.parse('z'.repeat(26)), HEAD.frames, { stack, slab: null, padding: -9999, remarks: [] });

describe('planes turned about the place where they meet', () => {
  it('stay at right angles, go through the place, and leave nothing of the volume out', () => {
    fc.assert(
      fc.property(place, turns, (at, all) => {
        const stacks = all.reduce((now, one) => turned(now, one.at, one.degrees, at), straight());
        const normals = stacks.map(({ onward }) => onward);
        for (const [a, b] of [
          [0, 1],
          [0, 2],
          [1, 2],
        ] as const) {
          // prettier-ignore
          expect(Math.abs(dot(normals[a] ?? [0, 0, 0], normals[b] ?? [0, 0, 0]))).toBeLessThan(1e-9);
        }
        for (const stack of stacks.filter(({ name }) => name === 'oblique')) {
          expect(Math.abs(dot(cross(stack.row, stack.column), stack.onward))).toBeCloseTo(1, 9);
          const through = planeOrigin(stack, nearestPlane(stack, at));
          expect(Math.abs(dot(minus(at, through), stack.onward))).toBeLessThan(1e-6);
          expect(covers(stack, HEAD.grid)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nothing jumps: turned again, the place keeps its pixel and its plane, and the pictures their size', () => {
    fc.assert(
      fc.property(place, turns, (at, all) => {
        const first = turned(straight(), 0, 20, at)[1];
        if (!first) throw new Error('no plane');
        const later = all.reduce(
          (now, { degrees }) => turnedStack(HEAD.grid, now, { place: at, about: [0.6, 0, 0.8], degrees }),
          first,
        );
        expect(sameShape(first, later)).toBe(true);
        const pixelIn = (stack: PlaneStack): readonly number[] =>
          [stack.row, stack.column, stack.onward].map((axis) => dot(minus(at, stack.origin), axis));
        pixelIn(later).forEach((where, axis) => expect(where).toBeCloseTo(pixelIn(first)[axis] ?? NaN, 6));
      }),
      { numRuns: 60 },
    );
  });

  it('the numbers stay: lengths and angles between places of the patient, and values there, however the planes lie', () => {
    const sides = fc.tuple(...[0, 1, 2, 3, 4, 5].map(() => fc.double({ min: -6, max: 6, noNaN: true })));
    fc.assert(
      fc.property(turns, fc.nat(2), sides, (all, which, [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]) => {
        fc.pre(Math.hypot(a - c, b - d) > 0.5 && Math.hypot(e - c, f - d) > 0.5);
        const stack = all.reduce((now, one) => turned(now, one.at, one.degrees, [0, 0, 0]), straight())[which];
        if (!stack) throw new Error('no plane');
        const image = imageOf(stack);
        const index = nearestPlane(stack, [0, 0, 0]);
        const info = image.perFrame[index];
        if (!info) throw new Error('no such plane');
        const middle = worldToPixel(info, [0, 0, 0])?.point ?? [NaN, NaN];
        // Millimetres on the plane, from its own middle.
        const at = (x: number, y: number): Point2 => [
          middle[0] + x / stack.spacing[1],
          middle[1] + y / stack.spacing[0],
        ];
        const [p, q, r] = [at(a, b), at(c, d), at(e, f)];
        const { pixels } = renderPlane(HEAD.grid, HEAD.pixels, {
          stack,
          index,
          slab: null,
          padding: -9999,
          whole: true,
        });
        const stored = { columns: stack.columns, rows: stack.rows, samples: 1, data: pixels };
        const valueOf = (tool: 'length' | 'angle', points: readonly Point2[]): number =>
          measureDrawing(tool, points, image, index + 1, stored).values[0]?.value ?? NaN;
        expect(valueOf('length', [p, q])).toBeCloseTo(Math.hypot(a - c, b - d), 6);
        const [u, v] = [Math.atan2(b - d, a - c), Math.atan2(f - d, e - c)];
        const between = Math.abs((((u - v) * 180) / Math.PI + 540) % 360 - 180); // prettier-ignore
        expect(valueOf('angle', [p, q, r])).toBeCloseTo(between, 5);
        // The value of a pixel is that of its place: stored values are rounded to whole numbers before.
        const [x, y] = [Math.round(q[0]), Math.round(q[1])];
        const world = pixelToWorld(info, [x, y]);
        if (world) expect(Math.abs((pixels[y * stack.columns + x] ?? NaN) - ramp(world))).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 80 },
    );
  });

  it('letters are worked out anew: a quarter turn makes a coronal plane of a sagittal one, a half turn mirrors it', () => {
    const lettersAfter = (degrees: number): string => {
      const stack = turned(straight(), 0, degrees, [0, 0, 0])[1];
      const orientation: Orientation | null = stack ? [...stack.row, ...stack.column] : null;
      const letters = edgeLetters({ orientation, patientOrientation: null }, { rotation: 0, flip: false });
      return letters ? `${letters.left}/${letters.right}/${letters.top}/${letters.bottom}` : '';
    };
    expect(lettersAfter(0)).toBe('R/L/H/F');
    expect(lettersAfter(90)).toBe('A/P/H/F');
    expect(lettersAfter(180)).toBe('L/R/H/F');
    expect(lettersAfter(30)).toMatch(/^R.?\/L.?\/H\/F$/);
  });

  it('planes are laid as a drawing was: the same directions, through its place, the others at right angles', () => {
    const first = turned(turned(straight(), 0, 25, [1, 2, 3]), 1, -40, [1, 2, 3]);
    const wanted = first[2];
    if (!wanted) throw new Error('no plane');
    const laid = alignedStacks(HEAD.grid, straight(), 2, wanted, [4, -3, 2]);
    const own = laid[2];
    for (const axis of ['row', 'column', 'onward'] as const) expect(dot(own?.[axis] ?? [0, 0, 0], wanted[axis])).toBeCloseTo(1, 9); // prettier-ignore
    expect(Math.abs(dot(laid[0]?.onward ?? [1, 1, 1], laid[1]?.onward ?? [1, 1, 1]))).toBeLessThan(1e-9);
  });
});

describe.each(WAYS)('a volume scanned $name', ({ made }) => {
  it('shows the values of its places on an oblique plane', () => {
    const { grid, pixels } = volumeOf(made);
    const angle = 0.4;
    const axes = {
      row: [Math.cos(angle), Math.sin(angle), 0] as Vec3,
      column: [0, 0, -1] as Vec3,
      onward: [-Math.sin(angle), Math.cos(angle), 0] as Vec3,
    };
    const stack = stackRound(grid, axes, [1, 1, 1]);
    const index = nearestPlane(stack, [1, 1, 1]);
    const { pixels: found } = renderPlane(grid, pixels, { stack, index, slab: null, padding: -9999, whole: true });
    let known = 0;
    for (let at = 0; at < found.length; at += 7) {
      const value = found[at] ?? -9999;
      if (value === -9999) continue;
      const [x, y] = [at % stack.columns, Math.floor(at / stack.columns)];
      const world = step(step(planeOrigin(stack, index), stack.row, x), stack.column, y);
      expect(Math.abs(value - ramp(world))).toBeLessThanOrEqual(0.5);
      known += 1;
    }
    expect(known).toBeGreaterThan(60);
    expect(Math.max(...gridCorners(grid).map((corner) => length(corner)))).toBeLessThan(stack.count);
  });
});
