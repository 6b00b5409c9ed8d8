import { describe, expect, it } from 'vitest';
import { adaptBoxes, inOneRow, placeScreens } from '../../../../../shared/hanging/protocol/boxes.ts';
import type { Box } from '../../../../../shared/hanging/protocol/protocol.ts';

const box = (show: string, x: number, y: number, width: number, height: number): Box => ({ show, x, y, width, height });
/** Two rows of two: a b, c d. */
const GRID = [
  box('a', 0, 0, 0.5, 0.5),
  box('b', 0.5, 0, 0.5, 0.5),
  box('c', 0, 0.5, 0.5, 0.5),
  box('d', 0.5, 0.5, 0.5, 0.5),
];
const left = (boxes: readonly Box[], ...ids: string[]): readonly Box[] =>
  inOneRow(
    boxes,
    adaptBoxes(boxes, ({ show }) => ids.includes(show)),
  );

describe('what is left of a grid', () => {
  it('stands side by side where it was one above the other by chance alone: pictures are twice as large on a wide monitor', () => {
    expect(left(GRID, 'a', 'c')).toEqual([box('a', 0, 0, 0.5, 1), box('c', 0.5, 0, 0.5, 1)]);
    expect(left(GRID, 'a', 'd')).toEqual([box('a', 0, 0, 0.5, 1), box('d', 0.5, 0, 0.5, 1)]);
  });

  it('keeps its rows where one of them holds two, and a single picture all of the room', () => {
    expect(left(GRID, 'a', 'b', 'c')).toEqual([
      box('a', 0, 0, 0.5, 0.5),
      box('b', 0.5, 0, 0.5, 0.5),
      box('c', 0, 0.5, 1, 0.5),
    ]);
    expect(left(GRID, 'a', 'b')).toEqual([box('a', 0, 0, 0.5, 1), box('b', 0.5, 0, 0.5, 1)]);
    expect(left(GRID, 'd')).toEqual([box('d', 0, 0, 1, 1)]);
  });

  it('stays a column where a column was asked for', () => {
    const column = [box('a', 0, 0, 1, 0.3), box('b', 0, 0.3, 1, 0.3), box('c', 0, 0.6, 1, 0.4)];
    expect(left(column, 'a', 'b').map(({ x, width }) => [x, width])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(left(GRID, 'a', 'b', 'c', 'd')).toEqual(GRID);
  });
});

describe('a row of pictures', () => {
  const row = (count: number): readonly Box[] =>
    Array.from({ length: count }, (_, at) => box(String(at), at / count, 0, 1 / count, 1));
  const placed = (count: number, aspect: number | undefined, upright?: 'keep', portrait = false): string[] =>
    placeScreens(
      [{ boxes: row(count) }],
      [{ role: 'any', orientation: portrait ? 'portrait' : 'landscape', ...(aspect === undefined ? {} : { aspect }) }],
      upright,
    ).map(({ place }) => [place.x, place.y, place.width, place.height].map((value) => value.toFixed(2)).join(' '));
  const shape = (...of: Parameters<typeof placed>): number =>
    new Set(placed(...of).map((one) => one.split(' ')[1])).size;

  it('stands in as many rows as make its pictures largest', () => {
    // Three planes beside a report on 1920 x 1200: two above one.
    expect(placed(3, 1.2)).toEqual(['0.00 0.00 0.50 0.50', '0.50 0.00 0.50 0.50', '0.00 0.50 1.00 0.50']);
    expect([1.9, 1.6, 1.2, 0.9, 0.5].map((aspect) => shape(3, aspect))).toEqual([1, 1, 2, 2, 3]);
    expect([1.9, 1.2, 0.9, 0.5].map((aspect) => shape(2, aspect))).toEqual([1, 1, 2, 2]);
    expect([2.5, 1.2, 0.5, 0.2].map((aspect) => shape(4, aspect))).toEqual([1, 2, 2, 4]);
    // An upright window on a wide monitor is what its own room says.
    expect(shape(3, 0.4, undefined, true)).toBe(3);
    expect(shape(4, 0.7, undefined, true)).toBe(2);
  });

  it('is as it was asked for where nobody measured the room, or the row is to stay one', () => {
    expect([shape(3, undefined), shape(3, undefined, undefined, true)]).toEqual([1, 3]);
    expect(shape(4, 1.2, 'keep')).toBe(1);
  });
});
