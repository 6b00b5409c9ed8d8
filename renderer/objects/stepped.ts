import type { FrameRef } from '../viewer/index.ts';

/** A step through parts or marks: the picture of the next one, and how many there are. */
export interface Stepped {
  readonly ref: FrameRef;
  /** Place of the one before the step; below 0: there was none. */
  readonly from: number;
  readonly of: number;
}
