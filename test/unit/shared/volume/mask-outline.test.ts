import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freehandShape } from '../../../../shared/rules/roi-shape.ts';
import { forEachPixel } from '../../../../shared/rules/roi-statistics.ts';
import { maskCorners, maskOutlines } from '../../../../shared/volume/mask-outline.ts';
import type { MaskOutline } from '../../../../shared/volume/mask-outline.ts';

interface Picture {
  readonly columns: number;
  readonly rows: number;
  readonly mask: Uint8Array;
}

/** Rows of "#" and ".". */
function drawn(...lines: readonly string[]): Picture {
  const columns = lines[0]?.length ?? 0;
  return { columns, rows: lines.length, mask: Uint8Array.from([...lines.join('')], (one) => (one === '#' ? 1 : 0)) };
}

const outlinesOf = ({ mask, columns, rows }: Picture): readonly MaskOutline[] => maskOutlines(mask, columns, rows);

/** By how many of the upright edges of an outline lie to the left of a pixel's middle: odd is inside. */
function evenOdd(outline: MaskOutline, { columns, rows }: Picture): Uint8Array {
  return Uint8Array.from({ length: columns * rows }, (_, pixel) => {
    const [x, y] = [(pixel % columns) + 0.5, Math.floor(pixel / columns) + 0.5];
    const left = outline.slice(1).filter(([u, v], at) => {
      const [a = 0, b = 0] = outline[at] ?? [];
      return u === a && u < x && Math.min(b, v) < y && Math.max(b, v) > y;
    });
    return left.length % 2;
  });
}

/** By the rule that the program counts the pixels of a freehand region by: what the line goes around at least once. */
function goneAround(outline: MaskOutline, { columns, rows }: Picture): Uint8Array {
  const found = new Uint8Array(columns * rows);
  const points = outline.slice(0, -1).map(([x, y]): [number, number] => [x - 0.5, y - 0.5]);
  const pixels = { columns, rows, samples: 1, data: found };
  forEachPixel(freehandShape(points, { row: 1, column: 1, unit: 'px', basis: 'px', warnings: [] }), pixels, (pixel) => {
    found[pixel] = 1;
  });
  return found;
}

const areaOf = (outline: MaskOutline): number =>
  outline.slice(1).reduce((sum, [x, y], at) => {
    const [a = 0, b = 0] = outline[at] ?? [];
    return sum + (a * y - x * b) / 2;
  }, 0);

const added = (parts: readonly Uint8Array[], length: number): number[] =>
  Array.from({ length }, (_, pixel) => parts.reduce((sum, part) => sum + (part[pixel] ?? 0), 0));

/** Parts that hang together over edges. */
function partsOf({ mask, columns }: Picture): number {
  const left = new Set([...mask.keys()].filter((pixel) => mask[pixel] === 1));
  let parts = 0;
  for (const first of left) {
    parts += 1;
    const waiting = [first];
    for (let pixel = waiting.pop(); pixel !== undefined; pixel = waiting.pop()) {
      if (!left.delete(pixel)) continue;
      const x = pixel % columns;
      waiting.push(
        pixel - columns,
        pixel + columns,
        ...(x > 0 ? [pixel - 1] : []),
        ...(x < columns - 1 ? [pixel + 1] : []),
      );
    }
  }
  return parts;
}

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 9 }))
  .chain(([columns, rows, filled]) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: columns * rows, maxLength: columns * rows })
      .map((all): Picture => ({ columns, rows, mask: Uint8Array.from(all, (one) => (one < filled ? 1 : 0)) })),
  );

describe('the outlines of a mask', () => {
  it('are along the edges of its pixels, from 0,0 at the corner of the first one, and closed', () => {
    expect(outlinesOf(drawn('....', '.##.', '....'))).toEqual([
      [
        [1, 1],
        [3, 1],
        [3, 2],
        [1, 2],
        [1, 1],
      ],
    ]);
    expect(outlinesOf(drawn('...', '...'))).toEqual([]);
  });

  it('go into a hole and back by the same edge, so that the hole is not filled', () => {
    const ring = drawn('####', '#..#', '####');
    const [outline = [], ...others] = outlinesOf(ring);
    expect(others).toEqual([]);
    expect(areaOf(outline)).toBe(10);
    expect(outline).toEqual([
      [0, 0],
      [4, 0],
      [4, 3],
      [0, 3],
      [0, 1],
      [1, 1],
      [1, 2],
      [3, 2],
      [3, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  it('go into holes beside holes, and around what lies in one, each part by itself', () => {
    const nested = drawn('#########', '#.#...#.#', '#...#...#', '#.#...#.#', '#########');
    const found = outlinesOf(nested);
    expect(found).toHaveLength(partsOf(nested));
    expect(found.map((outline) => areaOf(outline)).reduce((sum, area) => sum + area, 0)).toBe(
      nested.mask.filter((one) => one === 1).length,
    );
  });

  it('have as many turns as are counted before they are drawn', () => {
    const turnsOf = ({ mask, columns, rows }: Picture): number => maskCorners(mask, columns, rows);
    for (const picture of [drawn('#.', '.#'), drawn('##.', '#.#', '###'), drawn('.#.', '###', '.#.'), drawn('...')]) {
      expect(outlinesOf(picture).reduce((sum, one) => sum + one.length - 1, 0)).toBe(turnsOf(picture));
    }
    // The ends of a cut come beside those of the ring and of its hole.
    expect(turnsOf(drawn('####', '#..#', '####'))).toBe(8);
  });

  it('keep pixels apart that touch at a corner alone', () => {
    expect(outlinesOf(drawn('#.', '.#'))).toHaveLength(2);
    expect(outlinesOf(drawn('.#', '#.'))).toHaveLength(2);
    // What is open at a corner is no hole.
    expect(outlinesOf(drawn('##.', '#.#', '###'))).toHaveLength(1);
  });

  it('enclose the mask and nothing else, by either rule, in as many parts as it has (property)', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const outlines = outlinesOf(picture);
        const { mask } = picture;
        expect(outlines).toHaveLength(partsOf(picture));
        expect(
          added(
            outlines.map((one) => evenOdd(one, picture)),
            mask.length,
          ),
        ).toEqual([...mask]);
        expect(
          added(
            outlines.map((one) => goneAround(one, picture)),
            mask.length,
          ),
        ).toEqual([...mask]);
        expect(outlines.reduce((sum, one) => sum + areaOf(one), 0)).toBe(mask.reduce((sum, one) => sum + one, 0));
        for (const outline of outlines) {
          expect(outline.at(-1)).toEqual(outline[0]);
          for (const [at, [x, y]] of outline.slice(1).entries()) {
            const [a, b] = outline[at] ?? [];
            // Upright or level, and never of no length.
            expect((x === a) !== (y === b)).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
