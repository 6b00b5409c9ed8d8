import type { Vec3 } from '../../model/image.ts';
import { dot, minus } from '../../rules/vector.ts';
import { lookingAlong, throughPixel } from './camera.ts';
import type { Camera } from './camera.ts';
import type { CastBlocks, CastGrid } from './cast-volume.ts';
import { seesBetween } from './transfer.ts';
import type { Transfer } from './transfer.ts';

/** How the rays of one picture run through the voxels: place of a sample = corner + x × right + y × down + k × way, in voxels. */
export interface CastRays {
  readonly corner: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
  readonly way: Vec3;
  /** The way the reader looks, along the axes of the volume; a unit vector. */
  readonly facing: Vec3;
}

export interface RaysOrder {
  readonly camera: Camera;
  readonly pixels: number;
  readonly stepMm: number;
}

export function raysOf(grid: CastGrid, { camera, pixels, stepMm }: RaysOrder): CastRays {
  const inVoxels = (vector: Vec3, mm: number): Vec3 => [
    (dot(vector, grid.axes[0]) * mm) / grid.spacing[0],
    (dot(vector, grid.axes[1]) * mm) / grid.spacing[1],
    (dot(vector, grid.axes[2]) * mm) / grid.spacing[2],
  ];
  const into = lookingAlong(camera);
  return {
    corner: inVoxels(minus(throughPixel(camera, pixels, [0, 0]), grid.origin), 1),
    right: inVoxels(camera.right, camera.field / pixels),
    down: inVoxels(camera.down, camera.field / pixels),
    way: inVoxels(into, stepMm),
    facing: [dot(into, grid.axes[0]), dot(into, grid.axes[1]), dot(into, grid.axes[2])],
  };
}

/** Bin of a stored value = (value - from) × scale, held within the bins. */
export function binsOf(grid: CastGrid, transfer: Transfer | null): { readonly from: number; readonly scale: number } {
  if (!transfer) return { from: 0, scale: 0 };
  return { from: (transfer.from - grid.intercept) / grid.slope, scale: transfer.scale * grid.slope };
}

/** Blocks in which nothing can be seen: 1. Empty where nothing is made opaque. */
export function blindBlocks(grid: CastGrid, { min, max }: CastBlocks, transfer: Transfer | null): Uint8Array {
  const blind = new Uint8Array(transfer ? min.length : 0);
  for (let at = 0; at < blind.length; at += 1) {
    const [low, high] = [min[at] ?? 0, max[at] ?? 0].map((one) => one * grid.slope + grid.intercept);
    blind[at] = transfer && seesBetween(transfer, low ?? 0, high ?? 0) ? 0 : 1;
  }
  return blind;
}
