import type { Vec3 } from '../model/image.ts';
import { dot, minus } from '../rules/vector.ts';
import type { VolumeGrid } from './grid.ts';
import type { PlaneStack } from './plane-stack.ts';
import { ON_VOXEL, snapped } from './sample-point.ts';
import type { SlicePixels } from './sample-point.ts';

/** Size, spacing and directions of one plane, and the centre of its first pixel. */
export type SampledPlane = Pick<PlaneStack, 'columns' | 'rows' | 'spacing' | 'row' | 'column' | 'origin'>;

/**
 * Modality values of every pixel of a plane, row after row: what `samplePoint` says of each, worked out by steps along the rows.
 * NaN where nothing is known.
 */
export function samplePlane(grid: VolumeGrid, pixels: SlicePixels, plane: SampledPlane, out: Float32Array): void {
  const walker = new PlaneWalker(grid, pixels);
  const { columns, rows, spacing } = plane;
  // Each as [x, y] in pixels of a slice, and along the normal in mm, for one step to the right and one down.
  const right = inGrid(grid, plane.row, spacing[1]);
  const down = inGrid(grid, plane.column, spacing[0]);
  const [first] = grid.slices;
  if (!first) return void out.fill(NaN);
  const from = inGrid(grid, minus(plane.origin, first.position), 1);
  for (let j = 0; j < rows; j += 1) {
    const start: Vec3 = [from[0] + j * down[0], from[1] + j * down[1], from[2] + j * down[2]];
    walker.row(start, right, columns, out, j * columns);
  }
}

/** A direction times a length, in pixels along the rows and down the columns of a slice and in mm along the normal. */
function inGrid(grid: VolumeGrid, direction: Vec3, size: number): Vec3 {
  return [
    (dot(direction, grid.row) * size) / grid.spacing[1],
    (dot(direction, grid.column) * size) / grid.spacing[0],
    dot(direction, grid.normal) * size,
  ];
}

/** Walks along rows of a plane and reads the two slices beside each place, each by its own origin. */
class PlaneWalker {
  readonly #pixels: SlicePixels;
  readonly #columns: number;
  readonly #rows: number;
  /** Of each slice, against the first: its origin in pixels, and its place along the normal in mm. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #along: Float64Array;
  readonly #gap: Uint8Array;
  readonly #slope: Float64Array;
  readonly #intercept: Float64Array;
  readonly #low: number;
  readonly #high: number;

  constructor(grid: VolumeGrid, pixels: SlicePixels) {
    this.#pixels = pixels;
    this.#columns = grid.columns;
    this.#rows = grid.rows;
    const [first] = grid.slices;
    const origins = grid.slices.map(({ position }) => inGrid(grid, minus(position, first?.position ?? position), 1));
    this.#x = Float64Array.from(origins, ([x]) => x);
    this.#y = Float64Array.from(origins, ([, y]) => y);
    this.#along = Float64Array.from(origins, ([, , along]) => along);
    this.#gap = Uint8Array.from(grid.slices, ({ gapAfter }) => (gapAfter ? 1 : 0));
    this.#slope = Float64Array.from(grid.slices, ({ slope }) => slope);
    this.#intercept = Float64Array.from(grid.slices, ({ intercept }) => intercept);
    // Without padding no value lies between these.
    this.#low = grid.padding?.low ?? Infinity;
    this.#high = grid.padding?.high ?? -Infinity;
  }

  row(start: Vec3, right: Vec3, count: number, out: Float32Array, at: number): void {
    const along = this.#along;
    const last = along.length - 1;
    let below = this.#find(start[2]);
    for (let i = 0; i < count; i += 1) {
      const depth = start[2] + i * right[2];
      while (below < last && (along[below + 1] ?? 0) <= depth + ON_VOXEL) below += 1;
      while (below > 0 && (along[below] ?? 0) > depth + ON_VOXEL) below -= 1;
      out[at + i] = this.#value(below, depth, start[0] + i * right[0], start[1] + i * right[1]);
    }
  }

  #find(depth: number): number {
    let low = 0;
    let high = this.#along.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#along[middle] ?? 0) <= depth + ON_VOXEL) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Between slice `at` and the next. x and y in pixels against the first slice. */
  #value(at: number, depth: number, x: number, y: number): number {
    const along = this.#along;
    const rest = depth - (along[at] ?? 0);
    if (rest < -ON_VOXEL) return NaN;
    const size = at + 1 < along.length ? (along[at + 1] ?? 0) - (along[at] ?? 0) : 0;
    if (rest <= ON_VOXEL * (size || 1)) return this.#inSlice(at, x, y);
    if (size === 0 || this.#gap[at] === 1) return NaN;
    const share = rest / size;
    if (share >= 1 - ON_VOXEL) return this.#inSlice(at + 1, x, y);
    return this.#inSlice(at, x, y) * (1 - share) + this.#inSlice(at + 1, x, y) * share;
  }

  #inSlice(at: number, x: number, y: number): number {
    const data = this.#pixels[at];
    if (!data) return NaN;
    const u = snapped(x - (this.#x[at] ?? 0));
    const v = snapped(y - (this.#y[at] ?? 0));
    if (!(u >= 0 && v >= 0 && u <= this.#columns - 1 && v <= this.#rows - 1)) return NaN;
    const left = Math.floor(u);
    const top = Math.floor(v);
    const fx = u - left;
    const fy = v - top;
    const base = top * this.#columns + left;
    // A neighbour of no weight is not read: it may lie outside, or be padding.
    const onward = fx > 0 ? 1 : 0;
    const under = fy > 0 ? this.#columns : 0;
    const a = this.#known(data[base]);
    const b = this.#known(data[base + onward]);
    const c = this.#known(data[base + under]);
    const d = this.#known(data[base + under + onward]);
    const upper = a + (b - a) * fx;
    const lower = c + (d - c) * fx;
    return (upper + (lower - upper) * fy) * (this.#slope[at] ?? 1) + (this.#intercept[at] ?? 0);
  }

  /** NaN for padding, which then makes all that it would have a share in unknown. */
  #known(stored: number | undefined): number {
    if (stored === undefined) return NaN;
    return stored >= this.#low && stored <= this.#high ? NaN : stored;
  }
}
