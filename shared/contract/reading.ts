import { z } from 'zod';
import { MeasurementId, ObjectId, StudyId } from '../model/ids.ts';
import { DeskState, Measurement, MeasureResult, MeasureTool, Point2 } from '../model/measurement.ts';
import { call } from './define.ts';

export const readingCalls = {
  'reading.load': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ measurements: z.array(Measurement), desk: DeskState.nullable() }),
  ),
  /** Writes to the journal; answers after the commit. The same measurement again replaces it; deleted ones stay marked. */
  'reading.saveMeasurement': call(
    z.strictObject({ measurement: Measurement }),
    z.strictObject({ savedAt: z.string() }),
  ),
  'reading.saveDesk': call(
    z.strictObject({ studyId: StudyId, desk: DeskState }),
    z.strictObject({ savedAt: z.string() }),
  ),
  /** Values of one drawing, with statistics from the pixels where the tool has them. */
  'reading.measure': call(
    z.strictObject({
      objectId: ObjectId,
      frame: z.number().int().positive(),
      tool: MeasureTool,
      points: z.array(Point2).min(1).max(4000),
    }),
    MeasureResult,
  ),
  /** A fresh id and tracking UID for a drawing, so that the window needs no rules about ids. */
  'reading.newMeasurement': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ measurementId: MeasurementId, trackingUid: z.string(), ordinal: z.number().int() }),
  ),
} as const;
