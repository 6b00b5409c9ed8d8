import type { Box } from '../protocol.ts';

/** Of a cell, as the reader sees it. */
export type Side = 'left' | 'right' | 'up' | 'down';

export const SIDES: readonly Side[] = ['left', 'right', 'up', 'down'];
const OPPOSITE: Readonly<Record<Side, Side>> = { left: 'right', right: 'left', up: 'down', down: 'up' };
/** Cells of one screen; the schema takes no more. */
export const MOST_CELLS = 64;
/** A cell is not made narrower or lower than this share of its screen by moving an edge. */
export const LEAST_SHARE = 0.1;

/** Thirds do not add up to one in binary: the same slack as the check of a protocol has. */
const NEAR = 1e-3;
type Axis = 'x' | 'y';
/** From where to where along an axis. */
type Span = readonly [from: number, to: number];

const axisOf = (side: Side): Axis => (side === 'left' || side === 'right' ? 'x' : 'y');
const across = (axis: Axis): Axis => (axis === 'x' ? 'y' : 'x');
const isEnd = (side: Side): boolean => side === 'right' || side === 'down';
const alike = (a: number, b: number): boolean => Math.abs(a - b) < NEAR;
const spanOf = (box: Box, axis: Axis): Span =>
  axis === 'x' ? [box.x, box.x + box.width] : [box.y, box.y + box.height];
const overlap = (a: Span, b: Span): number => Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
const edgeOf = (box: Box, side: Side): number => spanOf(box, axisOf(side))[isEnd(side) ? 1 : 0];

/** Six decimals, as documents are written. */
function share(value: number): number {
  return Math.min(1, Math.max(0, Math.round(value * 1e6) / 1e6));
}

function withSpan(box: Box, axis: Axis, [from, to]: Span): Box {
  const start = share(from);
  const size = share(to - start);
  return axis === 'x' ? { ...box, x: start, width: size } : { ...box, y: start, height: size };
}

/** Cells in rows of one size, each with what it shows, row by row. @param shows as many as there are cells */
export function gridCells(rows: number, columns: number, shows: readonly string[]): readonly Box[] {
  return shows.slice(0, rows * columns).map((show, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const bare = { x: 0, y: 0, width: 1, height: 1, show };
    return withSpan(withSpan(bare, 'x', [column / columns, (column + 1) / columns]), 'y', [
      row / rows,
      (row + 1) / rows,
    ]);
  });
}

/** One cell becomes two of half the size. @param axis x: beside each other @param show what the second one shows */
export function splitCell(boxes: readonly Box[], at: number, axis: Axis, show: string): readonly Box[] {
  const box = boxes[at];
  if (!box) return boxes;
  const [from, to] = spanOf(box, axis);
  const middle = share((from + to) / 2);
  return boxes.toSpliced(at, 1, withSpan(box, axis, [from, middle]), { ...withSpan(box, axis, [middle, to]), show });
}

/** The cells that touch one at a side, nearest the top left first. */
function touching(boxes: readonly Box[], at: number, side: Side): readonly number[] {
  const own = boxes[at];
  if (!own) return [];
  const beside = across(axisOf(side));
  return boxes.flatMap((box, index) => {
    const isNext = index !== at && alike(edgeOf(box, OPPOSITE[side]), edgeOf(own, side));
    return isNext && overlap(spanOf(box, beside), spanOf(own, beside)) > NEAR ? [index] : [];
  });
}

/** What lies in no other cell, from an edge on. */
function freeTo(boxes: readonly Box[], at: number, side: Side): number {
  const own = boxes[at];
  const end = isEnd(side) ? 1 : 0;
  if (!own) return end;
  const axis = axisOf(side);
  const edge = edgeOf(own, side);
  const walls = boxes.flatMap((box, index) => {
    const isBeside = index !== at && overlap(spanOf(box, across(axis)), spanOf(own, across(axis))) > NEAR;
    const wall = spanOf(box, axis)[isEnd(side) ? 0 : 1];
    return isBeside && (isEnd(side) ? wall >= edge - NEAR : wall <= edge + NEAR) ? [wall] : [];
  });
  return isEnd(side) ? Math.min(end, ...walls) : Math.max(end, ...walls);
}

function stretched(box: Box, side: Side, to: number): Box {
  const [from, end] = spanOf(box, axisOf(side));
  return withSpan(box, axisOf(side), isEnd(side) ? [from, to] : [to, end]);
}

/** A cell takes the room of its neighbours at a side, or what is free there; null where the two make no rectangle, or nothing is there. */
export function mergeCell(boxes: readonly Box[], at: number, side: Side): { boxes: readonly Box[]; at: number } | null {
  const own = boxes[at];
  if (!own) return null;
  const next = touching(boxes, at, side);
  if (next.length === 0) {
    const free = freeTo(boxes, at, side);
    if (alike(free, edgeOf(own, side))) return null;
    return { boxes: boxes.with(at, stretched(own, side, free)), at };
  }
  const beside = across(axisOf(side));
  const [from, to] = spanOf(own, beside);
  const taken = next.flatMap((index) => boxes[index] ?? []);
  const ends = taken.map((box) => edgeOf(box, side));
  const covered = taken.reduce((sum, box) => sum + overlap(spanOf(box, beside), [from, to]), 0);
  const isWithin = taken.every((box) => {
    const [start, end] = spanOf(box, beside);
    return start > from - NEAR && end < to + NEAR;
  });
  if (!isWithin || !alike(covered, to - from) || !ends.every((end) => alike(end, ends[0] ?? end))) return null;
  const grown = boxes.with(at, stretched(own, side, ends[0] ?? edgeOf(own, side)));
  return {
    boxes: grown.filter((_unused, index) => !next.includes(index)),
    at: at - next.filter((index) => index < at).length,
  };
}

/** Without one cell: the neighbours of a side take its room where they are as long as it was; else it stays free. */
export function removeCell(boxes: readonly Box[], at: number): readonly Box[] {
  const own = boxes[at];
  if (!own) return boxes;
  for (const side of SIDES) {
    const next = touching(boxes, at, side);
    const beside = across(axisOf(side));
    const [from, to] = spanOf(own, beside);
    const spans = next.flatMap((index) => {
      const box = boxes[index];
      return box ? [spanOf(box, beside)] : [];
    });
    const covered = spans.reduce((sum, span) => sum + overlap(span, [from, to]), 0);
    const isWithin = spans.every(([start, end]) => start > from - NEAR && end < to + NEAR);
    if (next.length === 0 || !isWithin || !alike(covered, to - from)) continue;
    const back = OPPOSITE[side];
    return boxes
      .map((box, index) => (next.includes(index) ? stretched(box, back, edgeOf(own, back)) : box))
      .toSpliced(at, 1);
  }
  return boxes.toSpliced(at, 1);
}

/**
 * The line at a side of a cell is moved, with every cell that ends at it.
 * @param by share of the screen, to the right or down where positive
 * @returns null where the line is the edge of the screen, or a cell would become too small
 */
export function moveEdge(boxes: readonly Box[], at: number, side: Side, by: number): readonly Box[] | null {
  const own = boxes[at];
  if (!own) return null;
  const axis = axisOf(side);
  const line = edgeOf(own, side);
  if (alike(line, 0) || alike(line, 1)) return null;
  const isOn = (box: Box): boolean => spanOf(box, axis).some((edge) => alike(edge, line));
  let [from, to] = spanOf(own, across(axis));
  // The line goes on where a cell on it reaches beyond what has been found of it.
  for (let known = -1; known !== to - from;) {
    known = to - from;
    for (const box of boxes) {
      const span = spanOf(box, across(axis));
      if (!isOn(box) || overlap(span, [from, to]) <= NEAR) continue;
      [from, to] = [Math.min(from, span[0]), Math.max(to, span[1])];
    }
  }
  const moved = boxes.map((box) => {
    const [start, end] = spanOf(box, axis);
    if (overlap(spanOf(box, across(axis)), [from, to]) <= NEAR) return box;
    if (alike(start, line)) return withSpan(box, axis, [line + by, end]);
    return alike(end, line) ? withSpan(box, axis, [start, line + by]) : box;
  });
  const isTooSmall = moved.some((box, index) => {
    const [start, end] = spanOf(box, axis);
    return box !== boxes[index] && end - start < LEAST_SHARE - NEAR;
  });
  return isTooSmall ? null : moved;
}

/** The cell that the reader means by an arrow: the nearest one at that side; null: there is none. Screens stand beside each other. */
export function cellAt(
  screens: readonly { readonly boxes: readonly Box[] }[],
  from: { readonly screen: number; readonly box: number },
  side: Side,
): { readonly screen: number; readonly box: number } | null {
  const placed = screens.flatMap(({ boxes }, screen) =>
    boxes.map((box, index) => ({ screen, box: index, is: { ...box, x: box.x + screen } })),
  );
  const own = placed.find((one) => one.screen === from.screen && one.box === from.box);
  if (!own) return null;
  const axis = axisOf(side);
  const found = placed
    .filter((one) => one !== own)
    .map((one) => ({
      ...one,
      apart: isEnd(side)
        ? spanOf(one.is, axis)[0] - spanOf(own.is, axis)[1]
        : spanOf(own.is, axis)[0] - spanOf(one.is, axis)[1],
      shared: overlap(spanOf(one.is, across(axis)), spanOf(own.is, across(axis))),
    }))
    .filter(({ apart, shared }) => apart > -NEAR && shared > NEAR)
    .sort((a, b) => (alike(a.apart, b.apart) ? b.shared - a.shared : a.apart - b.apart));
  const [best] = found;
  return best ? { screen: best.screen, box: best.box } : null;
}
