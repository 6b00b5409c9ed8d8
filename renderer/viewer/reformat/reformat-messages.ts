import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import type { PlaneOrder } from '../../../shared/volume/render-plane.ts';
import type { PixelArray } from '../pixel-data.ts';

/** To the worker. Pixels lie in shared memory: nothing is copied on the way. */
export type ToReformat =
  | { readonly t: 'grid'; readonly grid: VolumeGrid }
  /** Stored values of one slice, by its place in the grid. */
  | { readonly t: 'slice'; readonly at: number; readonly data: PixelArray }
  /** Writes a plane into `memory`. */
  | { readonly t: 'plane'; readonly id: number; readonly order: PlaneOrder; readonly memory: ArrayBufferLike };

export type FromReformat =
  | {
      readonly t: 'plane';
      readonly id: number;
      readonly padded: boolean;
      /** Where the memory did not come over as shared: the pixels themselves. */
      readonly memory: ArrayBufferLike;
    }
  | { readonly t: 'failed'; readonly id: number };

/** One end of the way to the worker, as far as it is needed. */
export interface ReformatPort {
  postMessage(message: ToReformat): void;
  onAnswer(listen: (answer: FromReformat) => void): void;
  /** The worker is gone and will not answer. */
  onDead(listen: () => void): void;
  /** Ends the worker and frees what it holds. */
  end(): void;
}
