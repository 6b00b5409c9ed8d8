/** A viewport in shares of the picture area, from the top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Thirds do not add up to one in binary. */
const NEAR = 1e-3;
/** As many as the desk has in a regular layout, each way. */
const MOST = 4;

/** Where viewports begin and end, as lines of a grid. */
export interface Tracks {
  /** Shares. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

export function tracksOf(places: readonly Rect[]): Tracks {
  return {
    columns: between(places.flatMap(({ x, width }) => [x, x + width])),
    rows: between(places.flatMap(({ y, height }) => [y, y + height])),
  };
}

/** Lines of the grid that a viewport lies between, from 1. */
export function linesOf(
  place: Rect,
  { columns, rows }: Tracks,
): Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>> {
  return {
    left: lineAt(columns, place.x),
    right: lineAt(columns, place.x + place.width),
    top: lineAt(rows, place.y),
    bottom: lineAt(rows, place.y + place.height),
  };
}

/** Rows and columns of equal viewports that fill the area; null for any other layout. */
export function regularGrid(places: readonly Rect[]): { readonly rows: number; readonly columns: number } | null {
  const tracks = tracksOf(places);
  const [rows, columns] = [tracks.rows.length, tracks.columns.length];
  const isEven = (shares: readonly number[]): boolean =>
    shares.every((share) => Math.abs(share - 1 / shares.length) < NEAR);
  if (rows > MOST || columns > MOST || places.length !== rows * columns) return null;
  return isEven(tracks.rows) && isEven(tracks.columns) ? { rows, columns } : null;
}

/** Row by row. */
export function inReadingOrder<T extends { readonly place: Rect }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) =>
    Math.abs(a.place.y - b.place.y) > NEAR ? a.place.y - b.place.y : a.place.x - b.place.x,
  );
}

function between(edges: readonly number[]): readonly number[] {
  const sorted = [0, ...edges, 1].toSorted((a, b) => a - b);
  const lines = sorted.filter((edge, at) => at === 0 || edge - (sorted[at - 1] ?? 0) > NEAR);
  return lines.slice(1).map((line, at) => line - (lines[at] ?? 0));
}

function lineAt(shares: readonly number[], edge: number): number {
  let sum = 0;
  let line = 1;
  for (const share of shares) {
    if (edge < sum + NEAR) return line;
    sum += share;
    line += 1;
  }
  return line;
}
