import { z } from 'zod';
import { Orientation, RowColumn, Vec3 } from './image.ts';
import { Code } from './report.ts';

/** An image, or one frame of it (from 1; null: the whole object), as another object names it. */
export const ImageReference = z.strictObject({
  sopUid: z.string(),
  sopClass: z.string(),
  frame: z.number().int().positive().nullable(),
});
export type ImageReference = z.infer<typeof ImageReference>;

export const SegmentationKind = z.enum(['BINARY', 'FRACTIONAL', 'LABELMAP']);
export type SegmentationKind = z.infer<typeof SegmentationKind>;

export const SegmentAlgorithm = z.enum(['AUTOMATIC', 'SEMIAUTOMATIC', 'MANUAL']);
export type SegmentAlgorithm = z.infer<typeof SegmentAlgorithm>;

/** One item of (0062,0002). */
export const Segment = z.strictObject({
  number: z.number().int().nonnegative(),
  label: z.string(),
  category: Code.nullable(),
  type: Code.nullable(),
  algorithm: SegmentAlgorithm.nullable(),
  algorithmName: z.string().nullable(),
  /** (0062,000D) as CIE L* from 0 to 100, a* and b* from -128 to 127. */
  lab: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  trackingId: z.string().nullable(),
  trackingUid: z.string().nullable(),
});
export type Segment = z.infer<typeof Segment>;

/** What one frame of a segmentation is of; places as of any image. */
export const SegmentFrame = z.strictObject({
  /** Null in a label map, where the values themselves are the numbers of segments. */
  segment: z.number().int().nonnegative().nullable(),
  /** Pictures that it was drawn on. */
  sources: z.array(ImageReference),
  position: Vec3.nullable(),
  orientation: Orientation.nullable(),
  pixelSpacing: RowColumn.nullable(),
  /** Pixels that are not 0; absent: its pixels are compressed, and were not counted. */
  pixels: z.number().int().nonnegative().optional(),
});
export type SegmentFrame = z.infer<typeof SegmentFrame>;

/**
 * What a segmentation object says of itself (Part 3, A.51). Its pixels come by the way of all frames: 0 or 1, 0 to
 * `maximumFractional`, or the number of a segment.
 */
export const Segmentation = z.strictObject({
  kind: SegmentationKind,
  label: z.string().nullable(),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  frameOfReference: z.string().nullable(),
  segments: z.array(Segment),
  frames: z.array(SegmentFrame),
  /** Of FRACTIONAL: the value that is the whole pixel. */
  maximumFractional: z.number().int().positive().nullable(),
  /** PROBABILITY or OCCUPANCY. */
  fractionalType: z.string().nullable(),
  /** Value of a label map that is no segment. */
  background: z.number().int().nullable(),
});
export type Segmentation = z.infer<typeof Segmentation>;

export const SEGMENTATION_CLASS = '1.2.840.10008.5.1.4.1.1.66.4';
export const LABEL_MAP_CLASS = '1.2.840.10008.5.1.4.1.1.66.7';
