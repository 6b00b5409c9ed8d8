import type { Vec3 } from '../../model/image.ts';
import type { CastBox } from './cast-rows.ts';
import type { CastGrid } from './cast-volume.ts';

/*
 * What of a CT is the patient, for looking at it from outside. Above -300 HU lies tissue, and the shells of couches and head holders,
 * which are thin: taking 2.5 mm off everything leaves nothing of a plate of up to 5 mm. What hangs together then, and is at least a
 * thirtieth of the largest part (two legs, arms beside the trunk), is the patient, given back what was taken off (thin walls, ears) up to
 * 20 mm away, with all that it encloses on a slice (lungs). Everything further than 4 mm outside of that goes, foam and blankets, too.
 * Limits: a thick couch part or an immobiliser of more than 5 mm that touches the skin stays; a drain, a cast, a finger that is not
 * joined to the rest and is small goes; where the skin touches the couch, its shell stays there and up to 20 mm beside.
 */
export const BODY_HU = -300;
/** mm taken off all sides: half of the thickest plate that goes. */
const SHELL_MM = 2.5;
/** mm along tissue that come back round what was left. */
const BACK_MM = 20;
/** mm round the patient that stay: skin, and the soft edge of its picture. */
const RIM_MM = 4;
const LEAST_PART = 1 / 30;
/** A patient is worked out on voxels of about so many mm. */
const COARSE_MM = 2.5;

/** The patient on a coarser grid. Plain data. */
export interface Body {
  /** Voxels of the grid that one of these stands for, along each axis. */
  readonly every: Vec3;
  readonly size: Vec3;
  /** 1: the patient, or within the rim. */
  readonly inside: Uint8Array;
  /** Round the patient, in voxels of the grid. */
  readonly box: CastBox;
}

/** Null where nothing is dense enough. */
export function findBody(grid: CastGrid, voxels: Int16Array): Body | null {
  const every = grid.spacing.map((mm) => Math.max(1, Math.round(COARSE_MM / mm)));
  const [a = 1, b = 1, c = 1] = every;
  const size: Vec3 = [Math.ceil(grid.size[0] / a), Math.ceil(grid.size[1] / b), Math.ceil(grid.size[2] / c)];
  const steps: Vec3 = [grid.spacing[0] * a, grid.spacing[1] * b, grid.spacing[2] * c];
  const dense = denseVoxels(grid, voxels, [a, b, c], size);
  const shell = cellsOf(SHELL_MM, steps);
  const parts = largeParts(shrunk(dense, size, shell), size);
  if (!parts) return null;
  const back = grownWithin(parts, dense, size, Math.round(BACK_MM / Math.min(...steps)));
  const filled = enclosedFilled(back, size);
  const box = boxOf(filled, size, [a, b, c], grid.size);
  return { every: [a, b, c], size, inside: grown(filled, size, cellsOf(RIM_MM, steps)), box };
}

/** Empties everything outside of the patient. @returns voxels that were emptied and were not air */
export function keepBody(grid: CastGrid, voxels: Int16Array, body: Body, lowest: number): number {
  const [columns, rows, slices] = grid.size;
  const empty = Math.max(-32_768, Math.min(32_767, Math.round((lowest - grid.intercept) / grid.slope)));
  const dense = (BODY_HU - grid.intercept) / grid.slope;
  let removed = 0;
  for (let z = 0; z < slices; z += 1) {
    const slice = Math.floor(z / body.every[2]) * body.size[1];
    for (let y = 0; y < rows; y += 1) {
      const row = (slice + Math.floor(y / body.every[1])) * body.size[0];
      const base = (z * rows + y) * columns;
      for (let x = 0; x < columns; x += 1) {
        if (body.inside[row + Math.floor(x / body.every[0])] === 1) continue;
        if ((voxels[base + x] ?? 0) > dense) removed += 1;
        voxels[base + x] = empty;
      }
    }
  }
  return removed;
}

function cellsOf(mm: number, steps: Vec3): Vec3 {
  const along = (step: number): number => Math.max(1, Math.round(mm / step));
  return [along(steps[0]), along(steps[1]), along(steps[2])];
}

/** 1 where any of a few voxels of a cell is tissue: a thin shell that falls between two cells does not tear. */
function denseVoxels(grid: CastGrid, voxels: Int16Array, [a, b, c]: Vec3, [width, height, depth]: Vec3): Uint8Array {
  const [columns, rows, slices] = grid.size;
  const least = (BODY_HU - grid.intercept) / grid.slope;
  const out = new Uint8Array(width * height * depth);
  let at = 0;
  for (let z = 0; z < depth; z += 1) {
    const slice = Math.min(slices - 1, z * c + (c >> 1)) * rows;
    for (let y = 0; y < height; y += 1) {
      const row = (slice + Math.min(rows - 1, y * b + (b >> 1))) * columns;
      for (let x = 0; x < width; x += 1) {
        out[at] = (voxels[row + Math.min(columns - 1, x * a + (a >> 1))] ?? 0) > least ? 1 : 0;
        at += 1;
      }
    }
  }
  return out;
}

/** Largest (1) or smallest (0) of the cells round each, `reach` to both sides along one axis after the other. Beyond the edge lies nothing. */
function spreadOut(cells: Uint8Array, size: Vec3, reach: Vec3, wanted: 0 | 1): Uint8Array {
  let from = cells;
  const strides = [1, size[0], size[0] * size[1]];
  for (const axis of [0, 1, 2] as const) {
    const out = Uint8Array.from(from);
    const [count, stride] = [size[axis], strides[axis] ?? 1];
    for (let at = 0; at < from.length; at += 1) {
      if (from[at] !== wanted) continue;
      const place = Math.floor(at / stride) % count;
      const first = Math.max(0, place - reach[axis]);
      const last = Math.min(count - 1, place + reach[axis]);
      for (let other = first; other <= last; other += 1) out[at + (other - place) * stride] = wanted;
    }
    from = out;
  }
  return from;
}

function grown(cells: Uint8Array, size: Vec3, reach: Vec3): Uint8Array {
  return spreadOut(cells, size, reach, 1);
}

function shrunk(cells: Uint8Array, size: Vec3, reach: Vec3): Uint8Array {
  return spreadOut(cells, size, reach, 0);
}

/** What can be reached from some cells by faces, within others, in so many steps. */
function grownWithin(cells: Uint8Array, within: Uint8Array, [width, height]: Vec3, steps: number): Uint8Array {
  const area = width * height;
  const out = Uint8Array.from(cells);
  let edge: number[] = [];
  for (let at = 0; at < cells.length; at += 1) if (cells[at] === 1) edge.push(at);
  for (let done = 0; done < steps && edge.length > 0; done += 1) {
    const next: number[] = [];
    const reach = (at: number): void => {
      if (within[at] !== 1 || out[at] === 1) return;
      out[at] = 1;
      next.push(at);
    };
    for (const at of edge) {
      const x = at % width;
      const y = Math.floor(at / width) % height;
      if (x > 0) reach(at - 1);
      if (x < width - 1) reach(at + 1);
      if (y > 0) reach(at - width);
      if (y < height - 1) reach(at + width);
      reach(at - area);
      reach(at + area);
    }
    edge = next;
  }
  return out;
}

/** The parts that hang together by faces and are not small beside the largest; null where there is none. */
function largeParts(cells: Uint8Array, size: Vec3): Uint8Array | null {
  const [width, height] = size;
  const area = width * height;
  const label = new Int32Array(cells.length);
  const counts: number[] = [0];
  const stack: number[] = [];
  const reach = (at: number): void => {
    if (cells[at] !== 1 || label[at] !== 0) return;
    label[at] = counts.length - 1;
    stack.push(at);
  };
  for (let seed = 0; seed < cells.length; seed += 1) {
    if (cells[seed] !== 1 || label[seed] !== 0) continue;
    counts.push(0);
    reach(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
      const x = at % width;
      const y = Math.floor(at / width) % height;
      if (x > 0) reach(at - 1);
      if (x < width - 1) reach(at + 1);
      if (y > 0) reach(at - width);
      if (y < height - 1) reach(at + width);
      reach(at - area);
      reach(at + area);
    }
  }
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (largest === 0) return null;
  return Uint8Array.from(label, (name) => (name > 0 && (counts[name] ?? 0) >= largest * LEAST_PART ? 1 : 0));
}

/** Slice by slice: what cannot be reached from the edge of the slice is enclosed. */
function enclosedFilled(cells: Uint8Array, [width, height, depth]: Vec3): Uint8Array {
  const area = width * height;
  const out = new Uint8Array(cells.length);
  const outside = new Uint8Array(area);
  const stack: number[] = [];
  for (let z = 0; z < depth; z += 1) {
    outside.fill(0);
    const reach = (at: number): void => {
      if (outside[at] === 1 || cells[z * area + at] === 1) return;
      outside[at] = 1;
      stack.push(at);
    };
    for (let x = 0; x < width; x += 1) [x, area - width + x].forEach(reach);
    for (let y = 0; y < height; y += 1) [y * width, y * width + width - 1].forEach(reach);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      if (x > 0) reach(at - 1);
      if (x < width - 1) reach(at + 1);
      if (at >= width) reach(at - width);
      if (at < area - width) reach(at + width);
    }
    for (let at = 0; at < area; at += 1) out[z * area + at] = outside[at] === 1 ? 0 : 1;
  }
  return out;
}

function boxOf(cells: Uint8Array, size: Vec3, every: Vec3, full: Vec3): CastBox {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-1, -1, -1];
  for (let at = 0; at < cells.length; at += 1) {
    if (cells[at] !== 1) continue;
    const place = [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))];
    for (const axis of [0, 1, 2] as const) {
      low[axis] = Math.min(low[axis], place[axis] ?? 0);
      high[axis] = Math.max(high[axis], place[axis] ?? 0);
    }
  }
  const last = (axis: 0 | 1 | 2): number => Math.min(full[axis] - 1, (high[axis] + 1) * every[axis] - 1);
  return {
    low: [low[0] * every[0], low[1] * every[1], low[2] * every[2]],
    high: [last(0), last(1), last(2)],
  };
}
