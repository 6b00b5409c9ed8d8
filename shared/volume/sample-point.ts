import type { Vec3 } from '../model/image.ts';
import { dot } from '../rules/vector.ts';
import { inSlice } from './grid.ts';
import type { GridSlice, VolumeGrid } from './grid.ts';

/** Stored values of each slice in the order of the grid; null: not here. */
export type SlicePixels = readonly (ArrayLike<number> | null)[];

/** Nearer than this to a voxel's centre is on it: the rounding of cosines and divisions. In voxels. */
export const ON_VOXEL = 1e-6;

/**
 * Modality value at a place of the patient, mm LPS: trilinear, between the two slices beside it and the four pixels round it in
 * each. NaN outside the voxel centres, in a gap, on padding, and where a slice is not here. Slow and plain: what the fast
 * way (sample-plane.ts) has to agree with.
 */
export function samplePoint(grid: VolumeGrid, pixels: SlicePixels, point: Vec3): number {
  const along = dot(point, grid.normal);
  const { slices } = grid;
  const above = slices.findLastIndex((slice) => slice.along <= along + ON_VOXEL);
  const [slice, next] = [slices[above], slices[above + 1]];
  if (!slice) return NaN;
  const rest = along - slice.along;
  if (rest <= ON_VOXEL * (next ? next.along - slice.along : 1))
    return inPlane(grid, slice, pixels[above] ?? null, point);
  if (!next || slice.gapAfter) return NaN;
  const share = rest / (next.along - slice.along);
  if (share >= 1 - ON_VOXEL) return inPlane(grid, next, pixels[above + 1] ?? null, point);
  const near = inPlane(grid, slice, pixels[above] ?? null, point);
  const far = inPlane(grid, next, pixels[above + 1] ?? null, point);
  return near * (1 - share) + far * share;
}

function inPlane(grid: VolumeGrid, slice: GridSlice, pixels: ArrayLike<number> | null, point: Vec3): number {
  if (!pixels) return NaN;
  const [x, y] = inSlice(grid, slice, point).map(snapped) as [number, number];
  if (x < 0 || y < 0 || x > grid.columns - 1 || y > grid.rows - 1) return NaN;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let sum = 0;
  for (const [column, row, weight] of [
    [left, top, (1 - (x - left)) * (1 - (y - top))],
    [left + 1, top, (x - left) * (1 - (y - top))],
    [left, top + 1, (1 - (x - left)) * (y - top)],
    [left + 1, top + 1, (x - left) * (y - top)],
  ] as const) {
    if (weight === 0) continue;
    const stored = pixels[row * grid.columns + column] ?? NaN;
    const { padding } = grid;
    if (padding && stored >= padding.low && stored <= padding.high) return NaN;
    sum += weight * (stored * slice.slope + slice.intercept);
  }
  return sum;
}

/** A coordinate that is whole but for rounding. */
export function snapped(coordinate: number): number {
  const whole = Math.round(coordinate);
  return Math.abs(coordinate - whole) < ON_VOXEL ? whole : coordinate;
}
