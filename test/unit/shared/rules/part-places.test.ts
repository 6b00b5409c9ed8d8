import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPlaces } from '../../../../shared/rules/part-places.ts';

describe('the parts of a picture at one to one', () => {
  it.each([
    [{ columns: 400, rows: 300 }, [[199.5, 149.5]]],
    [{ columns: 1800, rows: 500 }, [[499.5, 249.5], [1299.5, 249.5]]], // prettier-ignore
    [{ columns: 1800, rows: 1800 }, [[499.5, 499.5], [1299.5, 499.5], [499.5, 1299.5], [1299.5, 1299.5]]], // prettier-ignore
  ])('%j: from the top, from left to right', (picture, places) => {
    expect(partPlaces(picture, { width: 1000, height: 1000 })).toEqual(places);
  });

  it('show every pixel, and nothing beyond the edge of a picture that is larger', () => {
    const size = fc.integer({ min: 1, max: 6000 });
    const room = fc.integer({ min: 50, max: 3000 });
    fc.assert(
      fc.property(size, size, room, room, (columns, rows, width, height) => {
        const places = partPlaces({ columns, rows }, { width, height });
        const spans = (at: 0 | 1, length: number, seen: number): void => {
          const ends = [...new Set(places.map((place) => place[at]))].map(
            (x) => [x + 0.5 - seen / 2, x + 0.5 + seen / 2] as const,
          );
          expect(ends[0]?.[0]).toBeLessThanOrEqual(1e-6);
          expect(ends.at(-1)?.[1]).toBeGreaterThanOrEqual(length - 1e-6);
          for (const [place, [from]] of ends.slice(1).entries())
            expect(from).toBeLessThanOrEqual((ends[place]?.[1] ?? 0) + 1e-6);
        };
        spans(0, columns, width);
        spans(1, rows, height);
      }),
    );
  });

  it('is one part where a viewport has no size yet', () => {
    expect(partPlaces({ columns: 10, rows: 10 }, { width: 0, height: 0 })).toEqual([[4.5, 4.5]]);
  });
});
