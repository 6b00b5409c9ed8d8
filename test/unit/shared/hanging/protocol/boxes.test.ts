import { describe, expect, it } from 'vitest';
import { adaptBoxes, inOneRow } from '../../../../../shared/hanging/protocol/boxes.ts';
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
