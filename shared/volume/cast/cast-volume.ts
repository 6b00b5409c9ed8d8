import { planeStack } from '../plane-stack.ts';
import type { Vec3 } from '../../model/image.ts';
import { dot } from '../../rules/vector.ts';
import { gridCorners, step } from '../grid.ts';
import type { VolumeGrid } from '../grid.ts';
import { samplePlane } from '../sample-plane.ts';
import type { SlicePixels } from '../sample-point.ts';

/** Of 16-bit voxels that are looked at from outside: as much again lies in memory beside the slices themselves. */
export const MOST_CAST_BYTES = 192 * 1024 ** 2;

/** An even grid of 16-bit voxels for looking at from outside. Plain data: it goes to workers. Lengths in mm, patient LPS. */
export interface CastGrid {
  /** Voxels along row, column and normal. */
  readonly size: Vec3;
  /** mm from voxel to voxel along each. */
  readonly spacing: Vec3;
  /** Centre of the first voxel. */
  readonly origin: Vec3;
  /** Unit vectors: along a row, down a column, from slice to slice. */
  readonly axes: readonly [Vec3, Vec3, Vec3];
  /** Modality value = stored × slope + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Voxels of the volume along a row, a column and the normal for one of these; above 1 the picture says that it is subsampled. */
  readonly every: Vec3;
  /** The volume is even and upright: its voxels are taken as they are. */
  readonly direct: boolean;
}

/** Largest and smallest modality value that is in the volume, and whether all are whole. */
export interface CastRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const LOWEST = -32_768;
const LEVELS = 65_535;

/** The finest even grid that the memory allows: the axis with the finest voxels is thinned out first. */
export function planCast(grid: VolumeGrid, range: CastRange, mostBytes = MOST_CAST_BYTES): CastGrid {
  const even = evenGrid(grid);
  const every: [number, number, number] = [1, 1, 1];
  const sizeOf = (): readonly number[] => even.size.map((count, at) => Math.floor((count - 1) / (every[at] ?? 1)) + 1);
  while (sizeOf().reduce((bytes, count) => bytes * count, 2) > mostBytes) {
    const steps = even.spacing.map((mm, at) => mm * (every[at] ?? 1));
    // Rows and columns alike, so that what is square stays square.
    if ((steps[2] ?? 0) < Math.min(steps[0] ?? 0, steps[1] ?? 0)) every[2] += 1;
    else [every[0], every[1]] = [every[0] + 1, every[1] + 1];
  }
  const [columns = 1, rows = 1, slices = 1] = sizeOf();
  const scaled = !range.whole || range.min < LOWEST || range.max > LOWEST + LEVELS;
  const slope = scaled ? Math.max(range.max - range.min, 1e-9) / LEVELS : 1;
  return {
    ...{ ...even, size: [columns, rows, slices], every },
    spacing: [even.spacing[0] * every[0], even.spacing[1] * every[1], even.spacing[2] * every[2]],
    slope,
    intercept: scaled ? range.min - LOWEST * slope : 0,
  };
}

type EvenGrid = Pick<CastGrid, 'size' | 'spacing' | 'origin' | 'axes' | 'direct'>;

function evenGrid(grid: VolumeGrid): EvenGrid {
  const axes = [grid.row, grid.column, grid.normal] as const;
  const [first] = grid.slices;
  if (grid.regularStep !== null && first) {
    return {
      ...{ axes, direct: true, origin: first.position },
      size: [grid.columns, grid.rows, grid.slices.length],
      spacing: [grid.spacing[1], grid.spacing[0], grid.regularStep],
    };
  }
  // Leaning, uneven, with gaps: an upright grid round all of it, with slices as far apart as on average.
  const { origin, columns, rows, spacing } = planeStack(grid, 'oblique', {
    ...{ row: grid.row, column: grid.column, onward: grid.normal },
  });
  const ends = gridCorners(grid).map((corner) => dot(corner, grid.normal));
  const deep = Math.max(...ends) - Math.min(...ends);
  const slices = Math.max(2, grid.slices.length);
  return {
    ...{ axes, direct: false, origin },
    size: [columns, rows, slices],
    spacing: [spacing[1], spacing[0], deep / (slices - 1)],
  };
}

/** Writes one slice of the even grid. What is not known is as low as the lowest value: nothing is seen there. */
export function fillCastSlice(
  grid: VolumeGrid,
  pixels: SlicePixels,
  cast: CastGrid,
  slice: number,
  lowest: number,
  out: Int16Array,
): void {
  const [columns, rows] = cast.size;
  const values = cast.direct ? directSlice(grid, pixels, cast, slice) : sampledSlice(grid, pixels, cast, slice);
  const base = slice * columns * rows;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? NaN;
    const stored = ((Number.isNaN(value) ? lowest : value) - cast.intercept) / cast.slope;
    out[base + at] = Math.max(LOWEST, Math.min(LOWEST + LEVELS, Math.round(stored)));
  }
}

function directSlice(grid: VolumeGrid, pixels: SlicePixels, cast: CastGrid, slice: number): Float32Array {
  const [columns, rows] = cast.size;
  const [right, down, onward] = cast.every;
  const out = new Float32Array(columns * rows);
  const data = pixels[slice * onward];
  const own = grid.slices[slice * onward];
  const low = grid.padding?.low ?? Infinity;
  const high = grid.padding?.high ?? -Infinity;
  if (!data || !own) return out.fill(NaN);
  let at = 0;
  for (let y = 0; y < rows; y += 1) {
    let from = y * down * grid.columns;
    for (let x = 0; x < columns; x += 1) {
      const stored = data[from] ?? NaN;
      out[at] = stored >= low && stored <= high ? NaN : stored * own.slope + own.intercept;
      at += 1;
      from += right;
    }
  }
  return out;
}

function sampledSlice(grid: VolumeGrid, pixels: SlicePixels, cast: CastGrid, slice: number): Float32Array {
  const [columns, rows] = cast.size;
  const out = new Float32Array(columns * rows);
  const [row, column, normal] = cast.axes;
  const origin = step(cast.origin, normal, slice * cast.spacing[2]);
  samplePlane(grid, pixels, { columns, rows, spacing: [cast.spacing[1], cast.spacing[0]], row, column, origin }, out);
  return out;
}

/** Smallest and largest voxel of blocks of eight, with the next voxels that values between them come from. */
export interface CastBlocks {
  /** Blocks along row, column and normal. */
  readonly count: Vec3;
  readonly min: Int16Array;
  readonly max: Int16Array;
}

export const BLOCK = 8;

export function castBlocks({ size }: CastGrid, voxels: Int16Array): CastBlocks {
  const [columns, rows, slices] = size;
  const count: Vec3 = [Math.ceil(columns / BLOCK), Math.ceil(rows / BLOCK), Math.ceil(slices / BLOCK)];
  const min = new Int16Array(count[0] * count[1] * count[2]);
  const max = new Int16Array(min.length);
  let block = 0;
  for (let z = 0; z < slices; z += BLOCK) {
    for (let y = 0; y < rows; y += BLOCK) {
      for (let x = 0; x < columns; x += BLOCK) {
        // A voxel on the edge of a block belongs to the block before it, too.
        const [toX, toY, toZ] = [Math.min(x + BLOCK, columns - 1), Math.min(y + BLOCK, rows - 1), z + BLOCK];
        let [low, high] = [LOWEST + LEVELS, LOWEST];
        for (let c = z; c <= toZ && c < slices; c += 1) {
          for (let b = y; b <= toY; b += 1) {
            const row = (c * rows + b) * columns;
            for (let at = row + x; at <= row + toX; at += 1) {
              const value = voxels[at] ?? 0;
              if (value < low) low = value;
              if (value > high) high = value;
            }
          }
        }
        min[block] = low;
        max[block] = high;
        block += 1;
      }
    }
  }
  return { count, min, max };
}
