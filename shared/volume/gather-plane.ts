import type { VolumeGrid } from './grid.ts';
import type { GridWalk, PlaneStack } from './plane-stack.ts';
import type { SlicePixels } from './sample-point.ts';

/**
 * A plane that lies on the voxels: each pixel is the modality value of one voxel, nothing is interpolated.
 * @param index of the plane, from 0
 * @param padding written where a slice is not here and where it holds padding
 * @returns whether padding was written
 */
export function gatherPlane(
  grid: VolumeGrid,
  pixels: SlicePixels,
  stack: PlaneStack & { readonly walk: GridWalk },
  index: number,
  out: Int16Array | Float32Array,
  padding: number,
): boolean {
  const { start, right, down, onward } = stack.walk;
  const low = grid.padding?.low ?? Infinity;
  const high = grid.padding?.high ?? -Infinity;
  const stride = right[0] + right[1] * grid.columns;
  const runsDeep = right[2] !== 0;
  let padded = false;
  let at = 0;
  for (let j = 0; j < stack.rows; j += 1) {
    const column = start[0] + index * onward[0] + j * down[0];
    const row = start[1] + index * onward[1] + j * down[1];
    let deep = start[2] + index * onward[2] + j * down[2];
    let data = pixels[deep] ?? null;
    let slice = grid.slices[deep];
    let from = row * grid.columns + column;
    for (let i = 0; i < stack.columns; i += 1) {
      if (runsDeep && i > 0) {
        deep += right[2];
        data = pixels[deep] ?? null;
        slice = grid.slices[deep];
      }
      const stored = data?.[from] ?? NaN;
      // Also true for what is no number.
      if (!(stored < low || stored > high) || !slice) {
        out[at] = padding;
        padded = true;
      } else out[at] = stored * slice.slope + slice.intercept;
      from += stride;
      at += 1;
    }
  }
  return padded;
}
