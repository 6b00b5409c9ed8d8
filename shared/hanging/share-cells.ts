import { GlassPlace } from '../model/desk-window.ts';
import type { WindowPlace } from '../model/desk-window.ts';

/** A window that pictures stand in. */
export interface PictureWindow {
  readonly place: WindowPlace;
  readonly portrait: boolean;
}

export interface CellShare<T> {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; null: nothing stands there. */
  readonly cells: readonly (T | null)[];
}

/** Rows and columns for so many viewports on a wide window; on a tall one the other way round. */
const GRIDS: readonly (readonly [most: number, rows: number, columns: number])[] = [
  [1, 1, 1],
  [2, 1, 2],
  [3, 1, 3],
  [4, 2, 2],
  [6, 2, 3],
  [8, 2, 4],
  [9, 3, 3],
  [12, 3, 4],
  [16, 4, 4],
];

/**
 * Deals the pictures of one hanging to the windows of the desk. The case of now and what it is compared with never share a window that
 * could be told apart: with one window for pictures the current study stands there and the prior beside the report, with more the last
 * of them has the prior. A window that nothing is left for shows the first picture once more: none stays black.
 * @param cells of the hanging in their order
 * @param windows the desk's own among them
 */
export function shareCells<T extends { readonly role: 'current' | 'prior' }>(
  cells: readonly (T | null)[],
  windows: readonly PictureWindow[],
): ReadonlyMap<WindowPlace, CellShare<T>> {
  const shown = cells.filter((cell) => cell !== null);
  const glasses = GlassPlace.options.filter((place) => windows.some((one) => one.place === place));
  const dealt = deal(shown, glasses);
  const first = shown[0];
  return new Map(
    windows.map((window) => {
      const own = dealt.get(window.place) ?? [];
      return [window.place, gridOf(own.length === 0 && first ? [first] : own, window.portrait)];
    }),
  );
}

function deal<T extends { readonly role: 'current' | 'prior' }>(
  cells: readonly T[],
  glasses: readonly WindowPlace[],
): ReadonlyMap<WindowPlace, readonly T[]> {
  const [left, right] = glasses;
  if (left === undefined) return new Map([['desk', cells]]);
  const of = (role: T['role']): readonly T[] => cells.filter((cell) => cell.role === role);
  const [current, prior] = [of('current'), of('prior')];
  if (current.length === 0) return new Map([[left, prior]]);
  if (prior.length > 0) {
    return new Map<WindowPlace, readonly T[]>([
      [left, current],
      [right ?? 'desk', prior],
    ]);
  }
  if (right === undefined || current.length === 1) return new Map([[left, current]]);
  const half = Math.ceil(current.length / 2);
  return new Map([
    [left, current.slice(0, half)],
    [right, current.slice(half)],
  ]);
}

function gridOf<T>(cells: readonly T[], portrait: boolean): CellShare<T> {
  const [, short, long] = GRIDS.find(([most]) => cells.length <= most) ?? [16, 4, 4];
  const [rows, columns] = portrait ? [long, short] : [short, long];
  return { rows, columns, cells: Array.from({ length: rows * columns }, (_unused, at) => cells[at] ?? null) };
}
