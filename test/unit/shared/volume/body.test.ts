import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frontCamera } from '../../../../shared/volume/cast/camera.ts';
import { findBody, keepBody } from '../../../../shared/volume/cast/body.ts';
import type { CastGrid } from '../../../../shared/volume/cast/cast-volume.ts';

const [COLUMNS, ROWS, SLICES] = [96, 90, 5];
/** mm a voxel. */
const MM = 2.5;
const AIR = -1000;
const grid: CastGrid = {
  ...{ size: [COLUMNS, ROWS, SLICES], spacing: [MM, MM, 5], origin: [0, 0, 0] },
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  ...{ slope: 1, intercept: 0, every: [1, 1, 1], direct: true },
};

type Part = 'air' | 'body' | 'lung' | 'couch' | 'foam';
const HU: Readonly<Record<Part, number>> = { air: AIR, body: 40, lung: -860, couch: 150, foam: -920 };

interface Lying {
  /** Half axes of the trunk, voxels. */
  readonly wide: number;
  readonly deep: number;
  /** Voxels of air between skin and couch, and of the couch's shell. */
  readonly gap: number;
  readonly shell: number;
}

/** Two bodies beside each other (legs) or one with lungs, on a flat couch of two shells with foam between. */
function partAt(x: number, y: number, { wide, deep, gap, shell }: Lying, legs: boolean): Part {
  const middleY = 38;
  const inEllipse = (cx: number, a: number, b: number): boolean => ((x - cx) / a) ** 2 + ((y - middleY) / b) ** 2 <= 1;
  if (legs) {
    if (inEllipse(30, deep * 0.7, deep) || inEllipse(66, deep * 0.6, deep)) return 'body';
  } else {
    const inLung = ((x - 38) / 7) ** 2 + ((y - 36) / 9) ** 2 <= 1 || ((x - 58) / 6) ** 2 + ((y - 36) / 9) ** 2 <= 1;
    if (inEllipse(48, wide, deep)) return inLung ? 'lung' : 'body';
  }
  const top = middleY + Math.ceil(deep) + gap;
  if (x < 4 || x > COLUMNS - 5 || y < top || y >= top + 14 + 2 * shell) return 'air';
  return y < top + shell || y >= top + 14 + shell ? 'couch' : 'foam';
}

function voxelsOf(lying: Lying, legs: boolean): { readonly voxels: Int16Array; readonly parts: readonly Part[] } {
  const parts = Array.from({ length: COLUMNS * ROWS * SLICES }, (_unused, at) =>
    partAt(at % COLUMNS, Math.floor(at / COLUMNS) % ROWS, lying, legs),
  );
  return { parts, voxels: Int16Array.from(parts, (part) => HU[part]) };
}

const lyings = fc.record({
  wide: fc.integer({ min: 28, max: 38 }),
  deep: fc.integer({ min: 14, max: 22 }),
  gap: fc.integer({ min: 0, max: 3 }),
  shell: fc.integer({ min: 1, max: 2 }),
});

describe('the patient without the couch', () => {
  it('loses no voxel, lungs and both legs with it; the couch goes but for a rim at the skin', () => {
    fc.assert(
      fc.property(lyings, fc.boolean(), (lying, legs) => {
        const { voxels, parts } = voxelsOf(lying, legs);
        const body = findBody(grid, voxels);
        if (!body) throw new Error('no body');
        const removed = keepBody(grid, voxels, body, AIR);
        const left = (part: Part): number =>
          parts.reduce((sum, one, at) => (one === part && voxels[at] === HU[part] ? sum + 1 : sum), 0);
        const were = (part: Part): number => parts.filter((one) => one === part).length;
        expect(left('body')).toBe(were('body'));
        expect(left('lung')).toBe(were('lung'));
        // Where skin and couch touch, a rim of it stays: at most what lies within the rim of the patient.
        expect(left('couch') / were('couch')).toBeLessThan(0.35);
        expect(left('foam') / were('foam')).toBeLessThan(0.1);
        expect(removed).toBe(were('couch') - left('couch'));
      }),
      { numRuns: 8 },
    );
  });

  it('has a box that it fills, and the camera stands by it', () => {
    const { voxels } = voxelsOf({ wide: 30, deep: 16, gap: 2, shell: 1 }, false);
    const body = findBody(grid, voxels);
    if (!body) throw new Error('no body');
    expect(body.box).toEqual({ low: [18, 22, 0], high: [78, 54, SLICES - 1] });
    const [whole, fitted] = [frontCamera(grid), frontCamera(grid, body.box)];
    expect(fitted.field).toBeLessThan(whole.field);
    expect(fitted.field).toBeGreaterThan(60 * MM);
    expect(fitted.centre[0]).toBeCloseTo(48 * MM, 5);
    expect(frontCamera(grid, { low: [0, 0, 0], high: [COLUMNS - 1, ROWS - 1, SLICES - 1] })).toEqual(whole);
  });

  it('is not found in air, nor in a couch alone', () => {
    expect(findBody(grid, new Int16Array(COLUMNS * ROWS * SLICES).fill(AIR))).toBeNull();
    const { voxels, parts } = voxelsOf({ wide: 30, deep: 16, gap: 2, shell: 1 }, false);
    for (const [at, part] of parts.entries()) if (part === 'body' || part === 'lung') voxels[at] = AIR;
    expect(findBody(grid, voxels)).toBeNull();
  });
});
