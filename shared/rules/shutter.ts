import { frameInfo } from '../model/image.ts';
import type { ImageInfo, ShutterShape } from '../model/image.ts';

/** A run of pixels of one row, both ends included, counted from 0. */
export type HiddenSpan = Readonly<{ row: number; from: number; to: number }>;

/** The shutter of a frame: its own, else that of its object; without shapes nothing is hidden. */
export function shutterOf(image: ImageInfo, frame: number): readonly ShutterShape[] {
  return frameInfo(image, frame).shutter ?? image.shutter ?? [];
}

/**
 * Pixels that a display shutter hides (Part 3 C.7.6.11): those that lie outside of any of its shapes. Edges and corners belong to
 * what is shown.
 */
export function hiddenSpans(shapes: readonly ShutterShape[], rows: number, columns: number): readonly HiddenSpan[] {
  const hidden: HiddenSpan[] = [];
  for (let row = 0; row < rows; row += 1) {
    const shown = shownRuns(shapes, row + 1, columns);
    let next = 0;
    for (const [from, to] of shown) {
      if (from > next) hidden.push({ row, from: next, to: from - 1 });
      next = Math.max(next, to + 1);
    }
    if (next < columns) hidden.push({ row, from: next, to: columns - 1 });
  }
  return hidden;
}

type Run = readonly [from: number, to: number];

/** Runs from 0 that every shape shows of a row counted from 1. */
function shownRuns(shapes: readonly ShutterShape[], row: number, columns: number): readonly Run[] {
  let shown: readonly Run[] = [[0, columns - 1]];
  for (const shape of shapes) shown = shown.flatMap((run) => runsOf(shape, row).flatMap((other) => common(run, other)));
  return shown.toSorted(([a], [b]) => a - b);
}

function common([a, b]: Run, [c, d]: Run): Run[] {
  const run: Run = [Math.max(a, c), Math.min(b, d)];
  return run[0] <= run[1] ? [run] : [];
}

function runsOf(shape: ShutterShape, row: number): readonly Run[] {
  switch (shape.shape) {
    case 'rectangular':
      return row >= shape.upper && row <= shape.lower ? [whole(shape.left, shape.right)] : [];
    case 'circular': {
      const half = Math.sqrt(shape.radius ** 2 - (row - shape.row) ** 2);
      return Number.isNaN(half) ? [] : [whole(shape.column - half, shape.column + half)];
    }
    case 'polygonal':
      return polygonRuns(shape.vertices, row);
  }
}

/** Columns from 1 to indices from 0: pixels whose centre lies between. */
function whole(left: number, right: number): Run {
  return [Math.ceil(left - 1e-9) - 1, Math.floor(right + 1e-9) - 1];
}

/** Between crossings of the row with the edges, by pairs; edges along the row add themselves. */
function polygonRuns(vertices: readonly (readonly [row: number, column: number])[], row: number): readonly Run[] {
  const crossings: number[] = [];
  const along: Run[] = [];
  for (const [at, [startRow, startColumn]] of vertices.entries()) {
    const [endRow, endColumn] = vertices[(at + 1) % vertices.length] ?? [startRow, startColumn];
    if (startRow === row && endRow === row) {
      along.push(whole(Math.min(startColumn, endColumn), Math.max(startColumn, endColumn)));
    } else if (startRow <= row !== endRow <= row) {
      crossings.push(startColumn + ((row - startRow) / (endRow - startRow)) * (endColumn - startColumn));
    }
  }
  crossings.sort((a, b) => a - b);
  const between: Run[] = [];
  for (let at = 0; at + 1 < crossings.length; at += 2) between.push(whole(crossings[at] ?? 0, crossings[at + 1] ?? 0));
  return [...between, ...along];
}
