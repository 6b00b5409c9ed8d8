import type { RowColumn, Vec3 } from '../model/image.ts';
import { dot, minus } from '../rules/vector.ts';

/** One slice of a volume, where its own header puts it. */
export interface GridSlice {
  /** Centre of the first pixel, mm LPS. */
  readonly position: Vec3;
  /** Place along the normal of the grid, mm. */
  readonly along: number;
  /** Nothing is known between this slice and the next: slices are missing there. */
  readonly gapAfter: boolean;
  /** Stored to modality values. */
  readonly slope: number;
  readonly intercept: number;
}

/** Where the voxels of a volume lie. Plain data: it goes to a worker. Lengths in mm, patient LPS. */
export interface VolumeGrid {
  readonly columns: number;
  readonly rows: number;
  /** [between rows, between columns]. */
  readonly spacing: RowColumn;
  /** Unit vectors; `normal` is row × column. */
  readonly row: Vec3;
  readonly column: Vec3;
  readonly normal: Vec3;
  /** By rising `along`. */
  readonly slices: readonly GridSlice[];
  /** Step from slice to slice where all of them lie on one upright, even grid; null: uneven, leaning, or with gaps. */
  readonly regularStep: number | null;
  /** Stored values that mean nothing, both ends included; null: none. */
  readonly padding: { readonly low: number; readonly high: number } | null;
}

/** Coordinates in one slice, in pixels from the centre of its first; the point is dropped on it at a right angle. */
export function inSlice(grid: VolumeGrid, slice: GridSlice, point: Vec3): readonly [number, number] {
  const offset = minus(point, slice.position);
  return [dot(offset, grid.row) / grid.spacing[1], dot(offset, grid.column) / grid.spacing[0]];
}

/** The eight outermost voxel centres. */
export function gridCorners(grid: VolumeGrid): readonly Vec3[] {
  const ends = [grid.slices[0], grid.slices.at(-1)].flatMap((slice) => (slice ? [slice] : []));
  const right = (grid.columns - 1) * grid.spacing[1];
  const down = (grid.rows - 1) * grid.spacing[0];
  return ends.flatMap(({ position }) =>
    [0, right].flatMap((x) => [0, down].map((y) => step(step(position, grid.row, x), grid.column, y))),
  );
}

/** `from` moved by `distance` mm along a direction. */
export function step(from: Vec3, direction: Vec3, distance: number): Vec3 {
  return [from[0] + direction[0] * distance, from[1] + direction[1] * distance, from[2] + direction[2] * distance];
}
