import type { HangingMonitor } from './case-facts.ts';
import { dealScreens } from './deal-screens.ts';
import type { Box, Stage } from './protocol.ts';

/** Where a viewport lies: shares of the picture area of one monitor, from the top left. */
export interface Place {
  /** From 0, left to right. */
  readonly monitor: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox {
  readonly show: string;
  readonly place: Place;
}

type Rect = Omit<Place, 'monitor'>;
const NEAR = 1e-3;
const alike = (a: number, b: number): boolean => Math.abs(a - b) < NEAR;

/** Width over height of the pictures that several screens are shared for: a mammogram. */
const PICTURE = 0.8;

/**
 * Screens of a stage on the monitors that there are; where they are fewer, neighbours share one: beside each other or one above the other, as
 * their pictures get larger, else along its longer side.
 */
export function placeScreens(
  screens: readonly { readonly boxes: readonly Box[]; readonly on?: Stage['screens'][number]['on'] }[],
  monitors: readonly HangingMonitor[],
  upright: Stage['upright'] = 'turn',
): readonly PlacedBox[] {
  const dealt = dealScreens(screens, monitors);
  const monitorOf = (screen: number): number => dealt[screen] ?? 0;
  return screens.flatMap(({ boxes }, at) => {
    const monitor = monitorOf(at);
    const isTall = monitors[monitor]?.orientation === 'portrait';
    const sharing = screens.map((_unused, other) => other).filter((other) => monitorOf(other) === monitor);
    const rank = sharing.indexOf(at);
    const part = 1 / sharing.length;
    const isAbove =
      sharing.length > 1
        ? sharesAbove(
            sharing.flatMap((one) => screens[one]?.boxes ?? []),
            part,
            monitors[monitor],
          )
        : isTall;
    const alone = sharing.length === 1 ? monitors[monitor]?.aspect : undefined;
    const turned = upright === 'turn' && isOneRow(boxes) ? rowFor(boxes, isTall, alone) : boxes;
    return turned.map(({ show, x, y, width, height }) => ({
      show,
      place: isAbove
        ? { monitor, x, y: (rank + y) * part, width, height: height * part }
        : { monitor, x: (rank + x) * part, y, width: width * part, height },
    }));
  });
}

/** Whether pictures are larger with the screens above each other than beside each other. */
function sharesAbove(boxes: readonly Box[], part: number, monitor: HangingMonitor | undefined): boolean {
  const { aspect, orientation } = monitor ?? {};
  if (aspect === undefined) return orientation === 'portrait';
  const least = (across: number, down: number): number =>
    Math.min(...boxes.map(({ width, height }) => Math.min((width * across * aspect) / PICTURE, height * down)));
  const [above, beside] = [least(1, part), least(part, 1)];
  return alike(above, beside) ? orientation === 'portrait' : above > beside;
}

/** Pictures of a row that is dealt into rows: a slice. */
const SLICE = 1;
/** What another layout has to win before it takes the place of the one that was asked for. */
const WORTH = 1.03;

/**
 * A row in a room of its own. Beside each other on a wide monitor is one above the other on a tall one; where the room was measured, and
 * the pictures of equal share, in as many rows as make them largest, the last row as wide as the others.
 */
function rowFor(boxes: readonly Box[], isTall: boolean, aspect: number | undefined): readonly Box[] {
  const asked = isTall ? boxes.map(turn) : boxes;
  const isEven = boxes.every(({ width }) => alike(width, 1 / boxes.length));
  if (aspect === undefined || !isEven) return asked;
  const sideOf = (rows: number): number => Math.min(aspect / SLICE / Math.ceil(boxes.length / rows), 1 / rows);
  const counts = boxes.map((_box, at) => at + 1).filter((rows) => isDealt(boxes.length, rows));
  const own = isTall ? boxes.length : 1;
  const best = counts.reduce((most, rows) => (sideOf(rows) > sideOf(most) * WORTH ? rows : most), own);
  return best === own ? asked : inRows(boxes, best);
}

/** No row would stand empty. */
function isDealt(count: number, rows: number): boolean {
  return Math.ceil(count / Math.ceil(count / rows)) === rows;
}

function inRows(boxes: readonly Box[], rows: number): readonly Box[] {
  const across = Math.ceil(boxes.length / rows);
  const byPlace = boxes.toSorted((a, b) => a.x - b.x);
  return byPlace.map(({ show }, at) => {
    const row = Math.floor(at / across);
    const inRow = Math.min(across, boxes.length - row * across);
    return { show, x: (at % across) / inRow, y: row / rows, width: 1 / inRow, height: 1 / rows };
  });
}

function isOneRow(boxes: readonly Box[]): boolean {
  return boxes.length > 1 && boxes.every(({ y, height }) => alike(y, 0) && alike(height, 1));
}

function turn({ show, x, width }: Box): Box {
  return { show, x: 0, y: x, width: 1, height: width };
}

/**
 * The boxes that are left take the room of those left out: in rows, or else in columns, where they make such; a layout that is
 * neither stays as it is.
 * @param isLeft whether a box stays
 */
export function adaptBoxes(boxes: readonly Box[], isLeft: (box: Box) => boolean): readonly Box[] {
  const left = boxes.filter(isLeft);
  if (left.length === 0 || left.length === boxes.length) return left;
  const rows = stripes(boxes);
  if (rows) return spread(rows, isLeft);
  const columns = stripes(boxes.map(swap));
  if (columns) return spread(columns, (box) => isLeft(swap(box))).map(swap);
  return left;
}

/**
 * A column that only what was left out made of a grid stands as one row: on a wide monitor its pictures are larger so, and an upright one
 * turns a row into a column.
 * @param asked the boxes before some were left out
 */
export function inOneRow(asked: readonly Box[], left: readonly Box[]): readonly Box[] {
  const isColumn = (boxes: readonly Box[]): boolean => boxes.every(({ x, width }) => alike(x, 0) && alike(width, 1));
  if (left.length < 2 || !isColumn(left) || isColumn(asked)) return left;
  return left.map(({ show, y, height }) => ({ show, x: y, y: 0, width: height, height: 1 }));
}

function swap({ show, x, y, width, height }: Box): Box {
  return { show, x: y, y: x, width: height, height: width };
}

/** The boxes by rows from the top, where rows of full width are what they make. */
function stripes(boxes: readonly Box[]): readonly (readonly Box[])[] | null {
  const rows: Box[][] = [];
  for (const box of boxes) {
    const row = rows.find(([first]) => first && alike(first.y, box.y) && alike(first.height, box.height));
    if (row) row.push(box);
    else rows.push([box]);
  }
  const isFull = (sizes: readonly number[]): boolean =>
    alike(
      sizes.reduce((sum, size) => sum + size, 0),
      1,
    );
  if (!rows.every((row) => isFull(row.map(({ width }) => width)))) return null;
  if (!isFull(rows.map(([first]) => first?.height ?? 0))) return null;
  return rows.toSorted(([a], [b]) => (a?.y ?? 0) - (b?.y ?? 0));
}

function spread(rows: readonly (readonly Box[])[], isLeft: (box: Box) => boolean): readonly Box[] {
  const kept = rows.map((row) => row.filter(isLeft).toSorted((a, b) => a.x - b.x)).filter((row) => row.length > 0);
  const whole = sum(kept.map(([first]) => first?.height ?? 0));
  let y = 0;
  return kept.flatMap((row) => {
    const height = (row[0]?.height ?? 0) / whole;
    const wide = sum(row.map(({ width }) => width));
    let x = 0;
    const placed = row.map(({ show, width }) => {
      const at: Rect = { x, y, width: width / wide, height };
      x += at.width;
      return { show, ...at };
    });
    y += height;
    return placed;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
