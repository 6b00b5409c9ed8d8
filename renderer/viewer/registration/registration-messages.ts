import type { ComputedRegistration } from '../../../shared/registration/register.ts';
import type { LikenessKind } from '../../../shared/registration/likeness.ts';
import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import type { PixelArray } from '../pixel-data.ts';

export type Side = 'fixed' | 'moving';

/** To the worker. Pixels lie in shared memory: nothing is copied on the way. */
export type ToRegistration =
  | { readonly t: 'volume'; readonly side: Side; readonly grid: VolumeGrid }
  /** Stored values of one slice, by its place in the grid. */
  | { readonly t: 'slice'; readonly side: Side; readonly at: number; readonly data: PixelArray }
  /** All slices are there; `voxel`: mm, the largest edge of one of either. */
  | { readonly t: 'register'; readonly kind: LikenessKind; readonly voxel: number };

export type FromRegistration =
  | { readonly t: 'progress'; readonly done: number }
  | { readonly t: 'result'; readonly result: ComputedRegistration }
  | { readonly t: 'failed' };

/** What works a registration out beside the window's own thread. */
export interface RegistrationPort {
  postMessage(message: ToRegistration): void;
  onAnswer(listen: (answer: FromRegistration) => void): void;
  onDead(listen: () => void): void;
  end(): void;
}
