import type { Point2 } from '../../../shared/model/measurement.ts';
import type { FrameRef } from '../image-id.ts';

/** One mark over one picture; pixel coordinates of the stored image, x right, y down, the centre of the first pixel is 0,0. */
export type GlassMark =
  | {
      readonly kind: 'line';
      readonly points: readonly Point2[];
      readonly closed: boolean;
      readonly dashed?: boolean;
      readonly filled?: boolean;
      /** The one that the reader is at. */
      readonly strong?: boolean;
    }
  /** A cross, or a diamond where a program found it: never the shape of what a reader drew. */
  | { readonly kind: 'point'; readonly at: Point2; readonly diamond?: boolean; readonly strong?: boolean }
  | {
      readonly kind: 'text';
      readonly at: Point2;
      /** May have line ends. */
      readonly text: string;
      /** It stands inside of the box between `at` and this corner, whichever way the picture lies. */
      readonly box?: { readonly to: Point2; readonly align: 'left' | 'center' | 'right' };
    }
  /** One byte a pixel of the stored picture: 0 nothing, 255 whole. Row by row, from the first pixel. */
  | { readonly kind: 'mask'; readonly columns: number; readonly rows: number; readonly alpha: Uint8Array };

/**
 * What one object or tool draws. `colour`: a CSS colour, a token where we choose it. `of`: null where it says nothing about that
 * picture; it is asked again for each picture, and has to answer the same array while nothing changed.
 */
export interface GlassLayer {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** 0 to 1; absent: whole. */
  readonly opacity?: number;
  readonly of: (ref: FrameRef) => readonly GlassMark[] | null;
}
