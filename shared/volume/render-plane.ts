import type { VolumeGrid } from './grid.ts';
import { step } from './grid.ts';
import { gatherPlane } from './gather-plane.ts';
import { planeOrigin } from './plane-stack.ts';
import type { PlaneStack } from './plane-stack.ts';
import { samplePlane } from './sample-plane.ts';
import type { SlicePixels } from './sample-point.ts';

/** How a thick plane is put together: the mean of what lies in it, or its largest or smallest value. */
export type SlabMode = 'mean' | 'max' | 'min';
/** `thickness` in mm, half of it before the plane and half behind it. */
export type Slab = Readonly<{ mode: SlabMode; thickness: number }>;

export interface PlaneOrder {
  readonly stack: PlaneStack;
  /** From 0. */
  readonly index: number;
  readonly slab: Slab | null;
  /** Stands where nothing is known. Below every modality value of the volume. */
  readonly padding: number;
  /** Modality values are whole and fit into 16 bits: a plane on the voxels is handed out so. */
  readonly whole: boolean;
}

export interface RenderedPlane {
  /** Modality values, row after row. */
  readonly pixels: Int16Array | Float32Array;
  readonly padded: boolean;
}

/** Bytes of one plane as `renderPlane` gives it. */
export function bytesOfPlane({ stack, slab, whole }: Omit<PlaneOrder, 'index' | 'padding'>): number {
  return stack.columns * stack.rows * (isWhole(stack, slab, whole) ? 2 : 4);
}

/**
 * One plane of a volume, thin or as a slab.
 * @param memory at least `bytesOfPlane` long; a new buffer where it is left out
 */
export function renderPlane(
  grid: VolumeGrid,
  pixels: SlicePixels,
  order: PlaneOrder,
  memory: ArrayBufferLike = new ArrayBuffer(bytesOfPlane(order)),
): RenderedPlane {
  const { stack, index, slab, padding } = order;
  const count = stack.columns * stack.rows;
  const { walk } = stack;
  if (walk && slab === null) {
    const out = isWhole(stack, slab, order.whole)
      ? new Int16Array(memory, 0, count)
      : new Float32Array(memory, 0, count);
    const padded = gatherPlane(grid, pixels, { ...stack, walk }, index, out, padding);
    return { pixels: out, padded };
  }
  const out = new Float32Array(memory, 0, count);
  if (slab === null) samplePlane(grid, pixels, { ...stack, origin: planeOrigin(stack, index) }, out);
  else sampleSlab(grid, pixels, stack, index, slab, out);
  return { pixels: out, padded: fillUnknown(out, padding) };
}

function isWhole(stack: PlaneStack, slab: Slab | null, whole: boolean): boolean {
  return whole && stack.walk !== null && slab === null;
}

function fillUnknown(out: Float32Array, padding: number): boolean {
  let padded = false;
  for (let i = 0; i < out.length; i += 1) {
    if (!Number.isNaN(out[i])) continue;
    out[i] = padding;
    padded = true;
  }
  return padded;
}

/**
 * Distances of the thin planes of a slab from its middle, mm. A mean takes the middles of equal layers, so that together they
 * are as thick as is said; the largest and the smallest value look at whole steps from the middle, where the voxels of a plane on
 * them lie, and at both faces: a single bright voxel keeps its value whatever the thickness.
 */
export function slabOffsets({ mode, thickness }: Slab, finest: number): readonly number[] {
  const half = thickness / 2;
  if (mode === 'mean') {
    const layers = Math.max(1, Math.ceil(thickness / finest - 1e-6));
    return Array.from({ length: layers }, (_unused, at) => ((at + 0.5) * thickness) / layers - half);
  }
  const steps = Math.max(0, Math.ceil(half / finest - 1e-6) - 1);
  const within = Array.from({ length: 2 * steps + 1 }, (_unused, at) => (at - steps) * finest);
  return [-half, ...within, half];
}

/** No slice between two layers is passed over, however fine the slices lie; planes on the voxels step from voxel to voxel. */
function finestStep(grid: VolumeGrid, stack: PlaneStack): number {
  if (stack.walk) return stack.step;
  const steps = grid.slices.slice(1).map(({ along }, at) => along - (grid.slices[at]?.along ?? along));
  return Math.min(stack.step, ...steps.filter((size) => size > 0.1 * stack.step));
}

function sampleSlab(
  grid: VolumeGrid,
  pixels: SlicePixels,
  stack: PlaneStack,
  index: number,
  slab: Slab,
  out: Float32Array,
): void {
  const middle = planeOrigin(stack, index);
  const layer = new Float32Array(out.length);
  const sums = new Float64Array(out.length);
  const counts = new Uint16Array(out.length);
  for (const offset of slabOffsets(slab, finestStep(grid, stack))) {
    samplePlane(grid, pixels, { ...stack, origin: step(middle, stack.onward, offset) }, layer);
    for (let i = 0; i < layer.length; i += 1) {
      const value = layer[i] ?? NaN;
      if (Number.isNaN(value)) continue;
      const so = sums[i] ?? 0;
      if (counts[i] === 0) sums[i] = value;
      else if (slab.mode === 'mean') sums[i] = so + value;
      else if (slab.mode === 'max' ? value > so : value < so) sums[i] = value;
      counts[i] = (counts[i] ?? 0) + 1;
    }
  }
  for (let i = 0; i < out.length; i += 1) {
    const known = counts[i] ?? 0;
    out[i] = known === 0 ? NaN : (sums[i] ?? 0) / (slab.mode === 'mean' ? known : 1);
  }
}
