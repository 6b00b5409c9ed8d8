import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import type { CastOrder } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import type { CurvedOrder } from '../../../shared/volume/curve/curved-picture.ts';
import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import type { PlaneOrder } from '../../../shared/volume/render-plane.ts';
import type { PixelArray } from '../pixel-data.ts';

/** A picture of the volume that is seen from outside, a number to know its rows by. */
export interface CastStart {
  readonly id: number;
  readonly order: CastOrder;
}

/** To the worker. Pixels lie in shared memory: nothing is copied on the way. */
export type ToReformat =
  | { readonly t: 'grid'; readonly grid: VolumeGrid }
  /** Stored values of one slice, by its place in the grid. */
  | { readonly t: 'slice'; readonly at: number; readonly data: PixelArray }
  /** Writes a plane into `memory`. */
  | { readonly t: 'plane'; readonly id: number; readonly order: PlaneOrder; readonly memory: ArrayBufferLike }
  /** Writes a path laid straight into `memory`, as 32-bit floats. */
  | { readonly t: 'curved'; readonly id: number; readonly order: CurvedOrder; readonly memory: ArrayBufferLike }
  /** Writes slices of the even grid that is looked at from outside into `memory`, which is all of it. */
  | { readonly t: 'brick'; readonly id: number; readonly brick: BrickOrder; readonly memory: ArrayBufferLike }
  /** Empties what of an even grid is not the patient, and says in `found` how many voxels that were and the patient's box. */
  | {
      readonly t: 'body';
      readonly id: number;
      readonly cast: CastGrid;
      readonly lowest: number;
      readonly empty: boolean;
      readonly memory: ArrayBufferLike;
      readonly found: ArrayBufferLike;
    }
  /** Whether rays are to be cast on the card from now on; `hands`: workers that would cast them on the processor. */
  | { readonly t: 'judge'; readonly id: number; readonly choice: CastChoice; readonly hands: number }
  /** An even grid, whole, to be looked at from outside. */
  | { readonly t: 'scene'; readonly grid: CastGrid; readonly memory: ArrayBufferLike }
  | { readonly t: 'cast'; readonly cast: CastStart }
  /** Rows of the picture that was begun last: into `memory`, which is all of it. */
  | {
      readonly t: 'rows';
      readonly id: number;
      readonly from: number;
      readonly to: number;
      readonly memory: ArrayBufferLike;
    }
  /** Which place a pixel of the picture that was begun last shows. */
  | { readonly t: 'seen'; readonly id: number; readonly at: Point2 };

/** Slices `from` to before `to` of an even grid; where nothing is known stands the lowest value. */
export interface BrickOrder {
  readonly cast: CastGrid;
  readonly from: number;
  readonly to: number;
  readonly lowest: number;
}

/** `auto`: the card where it proves itself; `card`: any that draws the same. */
export type CastChoice = 'auto' | 'processor' | 'card';

/** Who casts rays, and why, in words. */
export interface CastBy {
  readonly by: 'card' | 'processor';
  readonly why: string;
}

export type FromReformat =
  | {
      readonly t: 'plane';
      readonly id: number;
      readonly padded: boolean;
      /** Where the memory did not come over as shared: the pixels themselves. */
      readonly memory: ArrayBufferLike;
      /** Set where the card should have drawn it, and did not: why. */
      readonly instead?: string;
    }
  | { readonly t: 'seen'; readonly id: number; readonly place: Vec3 | null }
  | { readonly t: 'judged'; readonly id: number; readonly cast: CastBy }
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
