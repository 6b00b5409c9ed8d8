import { z } from 'zod';
import { Vec3 } from './image.ts';
import { MeasureResult, MeasureTool, Point2 } from './measurement.ts';
import { Code } from './report.ts';
import { ImageReference } from './segmentation.ts';

/** One measurement group of an Imaging Measurement Report (TID 1501, 1410, 1411), as far as it is understood. */
export const ReadMeasurement = z.strictObject({
  trackingId: z.string(),
  trackingUid: z.string().nullable(),
  /** Null: a shape that no tool of ours draws. */
  tool: MeasureTool.nullable(),
  /** In the order of the tool, pixels with the centre of the first one at 0,0; empty without a tool, or in space. */
  points: z.array(Point2),
  /** The picture it lies on; null: none, or a segment, or a place in the patient. */
  image: ImageReference.nullable(),
  seriesUid: z.string().nullable(),
  /** Of what lies in the patient, mm LPS, every shape after the other. */
  space: z.strictObject({ frameOfReference: z.string(), points: z.array(Vec3) }).nullable(),
  /** What it was measured in. */
  segment: z.strictObject({ sopUid: z.string(), number: z.number().int() }).nullable(),
  /** Outlines of a volume, picture by picture: closed, the same frame of pixels as `points`; empty for anything else. */
  regions: z.array(z.strictObject({ image: ImageReference, outline: z.array(Point2) })),
  result: MeasureResult,
  text: z.string(),
  category: Code.nullable(),
  finding: Code.nullable(),
  findingSite: Code.nullable(),
  laterality: Code.nullable(),
  evaluations: z.array(z.strictObject({ name: Code, value: Code })),
  /** Items that are listed and kept, and not understood here. */
  others: z.array(z.string()),
});
export type ReadMeasurement = z.infer<typeof ReadMeasurement>;
