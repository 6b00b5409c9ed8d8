import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { proposeShortAxis } from '../../../../shared/rules/propose-short-axis.ts';
import { imageOf, pixelsOf } from './image-fixture.ts';

const SIDE = 128;

interface Ellipse {
  /** Half axes in mm. */
  readonly long: number;
  readonly short: number;
  /** Radians. */
  readonly turn?: number;
  readonly spacing?: [number, number];
  readonly inside?: number;
  readonly outside?: number;
}

/** What is proposed for an ellipse whose long axis was drawn, and the length of it in mm. */
function proposed({ long, short, turn = 0, spacing = [1, 1], inside = 60, outside = -100 }: Ellipse) {
  const [row, column] = spacing;
  const middle: Point2 = [(SIDE / 2) * column, (SIDE / 2) * row];
  const image = imageOf({ size: [SIDE, SIDE], frame: { pixelSpacing: spacing } });
  const pixels = pixelsOf(SIDE, SIDE, (x, y) => {
    const [u, v] = [x * column - middle[0], y * row - middle[1]];
    const [a, b] = [u * Math.cos(turn) + v * Math.sin(turn), v * Math.cos(turn) - u * Math.sin(turn)];
    return (a / long) ** 2 + (b / short) ** 2 <= 1 ? inside : outside;
  });
  const end = (sign: number): Point2 => [
    (middle[0] + sign * long * Math.cos(turn)) / column,
    (middle[1] + sign * long * Math.sin(turn)) / row,
  ];
  const [from, to] = [end(-1), end(1)];
  const ends = proposeShortAxis([from, to], image, 1, pixels);
  if (!ends) return null;
  const mm = (a: Point2, b: Point2): Point2 => [(b[0] - a[0]) * column, (b[1] - a[1]) * row];
  const [short01, long01] = [mm(...ends), mm(from, to)];
  const cosine = (short01[0] * long01[0] + short01[1] * long01[1]) / (Math.hypot(...short01) * Math.hypot(...long01));
  return { length: Math.hypot(...short01), cosine };
}

describe('a proposed short axis', () => {
  it('is the width of an ellipse, at a right angle in mm, whichever way it lies (property)', () => {
    const turn = fc.double({ min: 0, max: Math.PI, noNaN: true });
    const spacing = fc.constantFrom<[number, number]>([1, 1], [1, 0.5], [0.5, 1]);
    const dark = fc.boolean();
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 24 }),
        fc.integer({ min: 6, max: 12 }),
        turn,
        spacing,
        dark,
        (long, short, way, mm, isDark) => {
          const found = proposed({
            long,
            short,
            turn: way,
            spacing: mm,
            ...(isDark ? { inside: -100, outside: 60 } : {}),
          });
          expect(found).not.toBeNull();
          // Within the width of a pixel at each end.
          expect(Math.abs((found?.length ?? NaN) - 2 * short)).toBeLessThan(2);
          expect(Math.abs(found?.cosine ?? NaN)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is none where nothing tells inside from outside, for a short line, or for pixels of a preview', () => {
    expect(proposed({ long: 20, short: 8, outside: 60 })).toBeNull();
    const image = imageOf({ size: [SIDE, SIDE] });
    const pixels = pixelsOf(SIDE, SIDE, (x) => x);
    expect(proposeShortAxis([[5, 5], [7, 5]], image, 1, pixels)).toBeNull(); // prettier-ignore
    expect(proposeShortAxis([[5, 5], [60, 5]], image, 1, pixelsOf(8, 8, () => 1))).toBeNull(); // prettier-ignore
  });

  it('is none where the line drawn is not the longer one', () => {
    expect(proposed({ long: 10, short: 30 })).toBeNull();
  });
});
