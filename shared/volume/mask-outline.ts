/** A corner of pixels, column\row: 0,0 is the upper left corner of the first pixel (Part 3, C.18.6.1.1), 1,0 its upper right one. */
export type Corner = readonly [column: number, row: number];
/** Closed: the last corner is the first one. Turns only, along the edges of pixels. */
export type MaskOutline = readonly Corner[];

/** One visit of a corner; a loop is a ring of them. */
class Visit {
  readonly x: number;
  readonly y: number;
  next: Visit = this;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

/** East, south, west, north. A way has the region on its right hand; rows go down. */
const STEPS: readonly Corner[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];
/**
 * The outlines of what is inside a mask (one byte a pixel, row by row, 1 inside), one for each part that hangs together over edges, from
 * top to bottom. What the outlines enclose is the mask, pixel for pixel, by the even-odd rule and by the winding number alike.
 *
 * A closed line has no holes: each one drawn by itself would count as filled. A part with holes is one line that goes into each of them by
 * a cut of no width, there and back along the same edge (the keyhole of Part 3, C.8.8.6.3), so that its area is that of the pixels.
 */
export function maskOutlines(mask: Uint8Array, columns: number, rows: number): readonly MaskOutline[] {
  const loops = loopsOf(edgesOf(mask, columns, rows), columns, rows);
  const first = new Map<number, Visit>();
  for (const loop of loops) for (const visit of visitsOf(loop)) first.set(cornerOf(visit, columns), visit);
  const [outer, holes] = [loops.filter((loop) => areaOf(loop) > 0), loops.filter((loop) => areaOf(loop) < 0)];
  const doors = holes.map((hole) => leftmost(hole)).sort((a, b) => a.x - b.x || a.y - b.y);
  for (const door of doors) cutInto(door, first, columns);
  return outer.map((loop) => turnsOf(loop));
}

/** Turns of all outlines of a mask, but for the ends of cuts: what they would hold, without drawing them. */
export function maskCorners(mask: Uint8Array, columns: number, rows: number): number {
  const has = (x: number, y: number): number =>
    x >= 0 && y >= 0 && x < columns && y < rows && mask[y * columns + x] === 1 ? 1 : 0;
  let turns = 0;
  for (let y = 0; y <= rows; y++) {
    for (let x = 0; x <= columns; x++) {
      const [a, b, c, d] = [has(x - 1, y - 1), has(x, y - 1), has(x - 1, y), has(x, y)];
      const count = a + b + c + d;
      if (count % 2 === 1) turns += 1;
      else if (count === 2 && a === d) turns += 2;
    }
  }
  return turns;
}

/** Ways that leave each corner, a bit a direction: one where an edge has the region on its right and none on its left. */
function edgesOf(mask: Uint8Array, columns: number, rows: number): Uint8Array {
  const across = columns + 1;
  const edges = new Uint8Array(across * (rows + 1));
  const add = (x: number, y: number, direction: number): void => {
    const at = y * across + x;
    edges[at] = (edges[at] ?? 0) | (1 << direction);
  };
  for (let pixel = mask.indexOf(1); pixel !== -1; pixel = mask.indexOf(1, pixel + 1)) {
    const x = pixel % columns;
    const y = (pixel - x) / columns;
    if (y === 0 || mask[pixel - columns] !== 1) add(x, y, 0);
    if (x === columns - 1 || mask[pixel + 1] !== 1) add(x + 1, y, 1);
    if (y === rows - 1 || mask[pixel + columns] !== 1) add(x + 1, y + 1, 2);
    if (x === 0 || mask[pixel - 1] !== 1) add(x, y + 1, 3);
  }
  return edges;
}

/** All rings of edges. Where two pixels touch at a corner, a ring turns right and stays at its pixel: they do not hang together. */
function loopsOf(edges: Uint8Array, columns: number, rows: number): Visit[] {
  const across = columns + 1;
  const loops: Visit[] = [];
  for (let from = 0; from < across * (rows + 1); from++) {
    while (edges[from] !== 0) loops.push(walked(edges, from, across));
  }
  return loops;
}

/** From the uppermost of its corners, which a ring comes by but once. */
function walked(edges: Uint8Array, from: number, across: number): Visit {
  const start = visitAt(from, across);
  let [at, last, direction] = [from, start, -1];
  do {
    direction = leaving(edges[at] ?? 0, direction);
    edges[at] = (edges[at] ?? 0) & ~(1 << direction);
    const [dx, dy] = STEPS[direction] ?? [0, 0];
    at += dy * across + dx;
    last.next = at === from ? start : visitAt(at, across);
    last = last.next;
  } while (at !== from);
  return start;
}

/** Of two ways that leave a corner the one to the right of the way that came; at the beginning there is but one. */
function leaving(ways: number, came: number): number {
  const right = (came + 1) % STEPS.length;
  if (came >= 0 && (ways & (1 << right)) !== 0) return right;
  return STEPS.findIndex((_, direction) => (ways & (1 << direction)) !== 0);
}

/**
 * Leads the line that is met to the left of a hole into the hole and back. Everything between is inside, above and below, so that the
 * corner that is met is visited by one line only, and the line of a hole was led into its own part before, as it begins further left.
 */
function cutInto(door: Visit, visits: ReadonlyMap<number, Visit>, columns: number): void {
  for (let x = door.x - 1; x >= 0; x--) {
    const met = visits.get(cornerOf({ x, y: door.y }, columns));
    if (!met) continue;
    const [again, away] = [new Visit(door.x, door.y), new Visit(met.x, met.y)];
    const last = lastOf(door);
    [last.next, again.next, away.next, met.next] = [again, away, met.next, door];
    return;
  }
}

/** Signed, twice the area in pixels: what has its inside on the right hand is above zero, a hole below. */
function areaOf(loop: Visit): number {
  return visitsOf(loop).reduce((sum, { x, y, next }) => sum + x * next.y - next.x * y, 0);
}

/** The leftmost corner of a ring, of several the uppermost. */
function leftmost(loop: Visit): Visit {
  return visitsOf(loop).reduce((best, one) => (one.x < best.x || (one.x === best.x && one.y < best.y) ? one : best));
}

/** Without the corners on the way straight on; the ends of a cut, where the way turns back, stay. */
function turnsOf(loop: Visit): MaskOutline {
  const visits = visitsOf(loop);
  const before = visits.at(-1) ?? loop;
  const turns: Corner[] = [];
  for (const [at, one] of visits.entries()) {
    const from = visits[at - 1] ?? before;
    const [came, goes] = [Math.sign(one.x - from.x), Math.sign(one.next.x - one.x)];
    const isStraight = came === goes && Math.sign(one.y - from.y) === Math.sign(one.next.y - one.y);
    if (!isStraight) turns.push([one.x, one.y]);
  }
  const [first] = turns;
  return first === undefined ? turns : [...turns, first];
}

function visitsOf(loop: Visit): Visit[] {
  const visits: Visit[] = [];
  let one = loop;
  do {
    visits.push(one);
    one = one.next;
  } while (one !== loop);
  return visits;
}

function lastOf(loop: Visit): Visit {
  return visitsOf(loop).at(-1) ?? loop;
}

function cornerOf({ x, y }: Pick<Visit, 'x' | 'y'>, columns: number): number {
  return y * (columns + 1) + x;
}

function visitAt(corner: number, across: number): Visit {
  const x = corner % across;
  return new Visit(x, (corner - x) / across);
}
