import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, gridCells, LEAST_SHARE, mergeCell, moveEdge, removeCell, SIDES, splitCell } from '../../../../../../shared/hanging/protocol/edit/cells.ts'; // prettier-ignore
import type { Box } from '../../../../../../shared/hanging/protocol/protocol.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_unused, at) => `s${at}`);
const lay = (boxes: readonly Box[] | null | undefined): readonly string[] =>
  (boxes ?? []).map(({ show, x, y, width, height }) => `${show} ${x},${y} ${width}x${height}`);
const area = (boxes: readonly Box[]): number => boxes.reduce((sum, { width, height }) => sum + width * height, 0);

describe('cells of a screen', () => {
  const four = gridCells(2, 2, names(4));

  it('are laid in rows and columns', () => {
    expect(lay(four)).toEqual(['s0 0,0 0.5x0.5', 's1 0.5,0 0.5x0.5', 's2 0,0.5 0.5x0.5', 's3 0.5,0.5 0.5x0.5']);
    expect(area(gridCells(3, 4, names(12)))).toBeCloseTo(1, 4);
  });

  it('are split beside each other, and above each other', () => {
    const [one] = [gridCells(1, 1, names(1))];
    expect(lay(splitCell(one, 0, 'x', 'new'))).toEqual(['s0 0,0 0.5x1', 'new 0.5,0 0.5x1']);
    expect(lay(splitCell(one, 0, 'y', 'new'))).toEqual(['s0 0,0 1x0.5', 'new 0,0.5 1x0.5']);
  });

  it('are merged where they make a rectangle, and not where they do not', () => {
    const top = mergeCell(four, 1, 'left');
    expect(lay(top?.boxes)).toEqual(['s1 0,0 1x0.5', 's2 0,0.5 0.5x0.5', 's3 0.5,0.5 0.5x0.5']);
    expect(top?.at).toBe(0);
    // The lower left ends where the upper one does not.
    expect(mergeCell(top?.boxes ?? [], 1, 'up')).toBeNull();
    expect(lay(mergeCell(top?.boxes ?? [], 0, 'down')?.boxes)).toEqual(['s1 0,0 1x1']);
    expect(mergeCell(four, 0, 'left')).toBeNull();
  });

  it('give their room to a neighbour, or leave it free where none is as long; what is free can be taken', () => {
    const left = removeCell(four, 3);
    expect(lay(left)).toEqual(['s0 0,0 0.5x0.5', 's1 0.5,0 0.5x0.5', 's2 0,0.5 1x0.5']);
    const free = four.slice(0, 3);
    expect(lay(mergeCell(free, 2, 'right')?.boxes)).toEqual(lay(left));
  });

  it('share an edge that moves with all of them, until one would be too small', () => {
    expect(lay(moveEdge(four, 0, 'right', 0.1))).toEqual([
      ...['s0 0,0 0.6x0.5', 's1 0.6,0 0.4x0.5', 's2 0,0.5 0.5x0.5', 's3 0.5,0.5 0.5x0.5'],
    ]);
    expect(lay(moveEdge(mergeCell(four, 2, 'right')?.boxes ?? [], 2, 'up', -0.2))).toEqual([
      ...['s0 0,0 0.5x0.3', 's1 0.5,0 0.5x0.3', 's2 0,0.3 1x0.7'],
    ]);
    expect(moveEdge(four, 0, 'left', 0.1)).toBeNull();
    expect(moveEdge(four, 0, 'right', 0.45)).toBeNull();
  });

  it('are gone through by arrows, over the edge of a screen to the next', () => {
    const screens = [{ boxes: four }, { boxes: gridCells(1, 1, names(1)) }];
    expect(cellAt(screens, { screen: 0, box: 0 }, 'right')).toEqual({ screen: 0, box: 1 });
    expect(cellAt(screens, { screen: 0, box: 3 }, 'right')).toEqual({ screen: 1, box: 0 });
    expect(cellAt(screens, { screen: 1, box: 0 }, 'left')).toEqual({ screen: 0, box: 1 });
    expect(cellAt(screens, { screen: 0, box: 0 }, 'up')).toBeNull();
  });

  it('fill their screen whatever is done to them, and never lie over each other', () => {
    const step = fc.tuple(fc.constantFrom('split', 'merge', 'remove', 'edge'), fc.nat(20), fc.constantFrom(...SIDES));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let boxes: readonly Box[] = gridCells(2, 2, names(4));
        for (const [what, pick, side] of steps) {
          const at = pick % boxes.length;
          const before = boxes;
          if (what === 'split' && boxes.length < 12) boxes = splitCell(boxes, at, side === 'up' ? 'y' : 'x', 'new');
          if (what === 'merge') boxes = mergeCell(boxes, at, side)?.boxes ?? boxes;
          if (what === 'remove' && boxes.length > 1) boxes = removeCell(boxes, at);
          if (what === 'edge') boxes = moveEdge(boxes, at, side, 0.07) ?? boxes;
          // A cell between cells of other lengths leaves a hole: nothing else changes how much is covered.
          if (what !== 'remove' && area(before) > 0.999) expect(area(boxes)).toBeCloseTo(1, 2);
          expect(area(boxes)).toBeLessThan(1.001);
          for (const { width, height } of boxes) expect(Math.min(width, height)).toBeGreaterThan(0);
        }
      }),
    );
    expect(LEAST_SHARE).toBeGreaterThan(0.05);
  });
});
