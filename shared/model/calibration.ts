import { z } from 'zod';
import { ObjectId, PersonId, StudyId } from './ids.ts';
import { Point2 } from './measurement.ts';

/**
 * A series that a reader calibrated by two points a known length apart. An object of our own in the journal: the source never
 * changes. `factor` turns what the header gives (mm, or pixels where it gives no length) into mm.
 */
export const SeriesCalibration = z.strictObject({
  studyId: StudyId,
  seriesUid: z.string().max(200),
  objectId: ObjectId,
  /** From 1. */
  frame: z.number().int().positive(),
  points: z.tuple([Point2, Point2]),
  /** mm. */
  known: z.number().positive(),
  factor: z.number().positive(),
  unit: z.enum(['mm', 'px']),
  /** Size of the pictures it holds for, where the header gives no length. */
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  by: PersonId,
  byName: z.string(),
  /** UTC, ISO 8601. */
  at: z.string(),
});
export type SeriesCalibration = z.infer<typeof SeriesCalibration>;
