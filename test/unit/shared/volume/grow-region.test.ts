import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growRegion } from '../../../../shared/volume/grow-region.ts';
import type { GrowSpace } from '../../../../shared/volume/grow-region.ts';
import { alphaOf, runsOf } from '../../../../shared/volume/mask-runs.ts';

const SIDE = 6;

function spaceOf(filled: ReadonlySet<number>, slices = SIDE): GrowSpace {
  const values = (z: number) =>
    Promise.resolve(Array.from({ length: SIDE * SIDE }, (_, at) => (filled.has(z * SIDE * SIDE + at) ? 1 : 0)));
  return { columns: SIDE, rows: SIDE, slices, values };
}

const place = (x: number, y: number, z: number): number => z * SIDE * SIDE + y * SIDE + x;
const rule = { counts: (value: number) => value === 1, corners: false, most: 10_000 };

describe('a region that grows from one pixel', () => {
  it('goes over faces, or over corners too', async () => {
    const steps = new Set([place(1, 1, 1), place(2, 1, 1), place(2, 2, 2), place(3, 3, 3)]);
    expect((await growRegion(spaceOf(steps), [1, 1, 1], rule)).voxels).toBe(2);
    const over = await growRegion(spaceOf(steps), [1, 1, 1], { ...rule, corners: true });
    expect([over.voxels, [...over.masks.keys()].sort()]).toEqual([4, [1, 2, 3]]);
  });

  it('says that it reaches an edge, was held, or leaks; nothing where the first pixel does not count', async () => {
    const column = new Set([0, 1, 2, 3, 4, 5].map((z) => place(2, 2, z)));
    expect(await growRegion(spaceOf(column), [2, 2, 2], rule)).toMatchObject({
      voxels: 6,
      atEdge: true,
      leaked: false,
    });
    const held = await growRegion(spaceOf(column), [2, 2, 2], { ...rule, within: (_x, _y, z) => z > 0 && z < 4 });
    expect(held).toMatchObject({ voxels: 3, atEdge: false, limited: true });
    expect((await growRegion(spaceOf(column), [2, 2, 2], { ...rule, most: 4 })).leaked).toBe(true);
    expect(await growRegion(spaceOf(column), [1, 1, 1], rule)).toMatchObject({ voxels: 0, masks: new Map() });
  });

  it('is the same from wherever it begins (property)', async () => {
    const voxels = fc.uniqueArray(fc.integer({ min: 0, max: SIDE ** 3 - 1 }), { minLength: 1, maxLength: 140 });
    await fc.assert(
      fc.asyncProperty(voxels, fc.boolean(), async (all, corners) => {
        const space = spaceOf(new Set(all));
        const seed = all[0] ?? 0;
        const grown = await growRegion(space, [seed % 6, Math.floor(seed / 6) % 6, Math.floor(seed / 36)], {
          ...rule,
          corners,
        });
        const inside = [...grown.masks].flatMap(([z, mask]) =>
          all.filter((at) => Math.floor(at / 36) === z && mask[at % 36] === 1),
        );
        expect(inside).toHaveLength(grown.voxels);
        const other = inside.at(-1) ?? seed;
        const again = await growRegion(space, [other % 6, Math.floor(other / 6) % 6, Math.floor(other / 36)], {
          ...rule,
          corners,
        });
        expect(again.voxels).toBe(grown.voxels);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a mask as runs', () => {
  it('comes back as it was (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 2, maxLength: 80 }), (mask) => {
        const whole = alphaOf(runsOf(mask, 2), mask.length);
        expect([...whole].map((alpha) => alpha === 255)).toEqual([...mask].map((value) => value === 2));
      }),
    );
  });

  it('never goes beyond the picture', () => {
    expect([...alphaOf([1, 99], 3)]).toEqual([0, 255, 255]);
  });
});
