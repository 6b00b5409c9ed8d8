import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareCells } from '../../../../shared/hanging/share-cells.ts';
import { GlassPlace } from '../../../../shared/model/desk-window.ts';
import type { WindowPlace } from '../../../../shared/model/desk-window.ts';

interface Cell {
  readonly role: 'current' | 'prior';
  readonly name: string;
}

const now = (name: string): Cell => ({ role: 'current', name });
const before = (name: string): Cell => ({ role: 'prior', name });
const windows = (
  ...places: readonly WindowPlace[]
): readonly { readonly place: WindowPlace; readonly portrait: boolean }[] =>
  places.map((place) => ({ place, portrait: place !== 'desk' }));
const named = (cells: readonly (Cell | null)[], ...places: readonly WindowPlace[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    [...shareCells(cells, windows(...places))].map(([place, share]) => [
      place,
      share.cells.map((cell) => cell?.name ?? ''),
    ]),
  );

describe('the pictures of a hanging over several windows', () => {
  it('stay as they are with the desk alone', () => {
    expect(named([now('axial'), before('old')], 'desk')).toEqual({ desk: ['axial', 'old'] });
  });

  it('put the prior beside the report where there is one window for pictures', () => {
    expect(named([now('axial'), before('old')], 'desk', 'left')).toEqual({ desk: ['old'], left: ['axial'] });
  });

  it('put the case left and its prior right', () => {
    expect(named([now('a'), before('old'), now('b')], 'desk', 'left', 'right')).toEqual({
      desk: ['a'],
      left: ['a', 'b'],
      right: ['old'],
    });
  });

  it('share a case without a prior', () => {
    expect(named([now('cc r'), now('cc l'), now('mlo r'), now('mlo l')], 'desk', 'left', 'right')).toEqual({
      desk: ['cc r'],
      left: ['cc r', 'cc l'],
      right: ['mlo r', 'mlo l'],
    });
  });

  it('stand one above the other on an upright monitor', () => {
    const shares = shareCells([now('a'), now('b')], windows('desk', 'left'));
    expect(shares.get('left')).toMatchObject({ rows: 2, columns: 1 });
    expect(shares.get('desk')).toMatchObject({ rows: 1, columns: 1 });
  });

  it('lose nothing, leave no window black, and never put a prior beside the case on two windows for pictures', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.record({ role: fc.constantFrom('current', 'prior'), name: fc.uuid() })), {
          minLength: 1,
          maxLength: 16,
        }),
        fc.subarray([...GlassPlace.options]),
        (cells: readonly (Cell | null)[], glasses) => {
          const shown = cells.filter((cell) => cell !== null);
          const shares = shareCells(cells, windows('desk', ...glasses));
          const all = [...shares.values()].flatMap((share) => share.cells.filter((cell) => cell !== null));
          expect(new Set(all)).toEqual(new Set(shown));
          for (const [place, { rows, columns, cells: own }] of shares) {
            expect(own).toHaveLength(rows * columns);
            if (shown.length > 0) expect(own[0]).not.toBeNull();
            const roles = new Set(own.flatMap((cell) => (cell === null ? [] : [cell.role])));
            if (place !== 'desk' || glasses.length > 0) expect(roles.size).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});
