import { z } from 'zod';
import { MeasurementId, ObjectId, StudyId } from '../model/ids.ts';
import { DeskState, Measurement, MeasureResult, MeasureTool, Point2 } from '../model/measurement.ts';
import { SEEN_FRAMES_A_CALL, SeenFrame, SeenObject } from '../model/seen.ts';
import { call } from './define.ts';
import { CLINICAL, READING } from './roles.ts';

export const readingCalls = {
  'reading.load': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ measurements: z.array(Measurement), desk: DeskState.nullable() }),
    { roles: CLINICAL },
  ),
  /** Writes to the journal; answers after the commit. The same measurement again replaces it; deleted ones stay marked. */
  'reading.saveMeasurement': call(
    z.strictObject({ measurement: Measurement }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
  'reading.saveDesk': call(
    z.strictObject({ studyId: StudyId, desk: DeskState }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
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
    { roles: CLINICAL },
  ),
  /** A fresh id and tracking UID for a drawing, so that the window needs no rules about ids. */
  'reading.newMeasurement': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ measurementId: MeasurementId, trackingUid: z.string(), ordinal: z.number().int() }),
    { roles: READING },
  ),
  /**
   * Journals which frames the window really showed this reader, and when; of a frame that is known the first time stays. Answers
   * after the commit.
   */
  'reading.saveSeen': call(
    z.strictObject({ frames: z.array(SeenFrame).min(1).max(SEEN_FRAMES_A_CALL) }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
  /** What this reader has seen of one study, and the series of it that were put aside. */
  'reading.seen': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ objects: z.array(SeenObject), aside: z.array(z.string()) }),
    { roles: CLINICAL },
  ),
  /** Puts a series aside, or takes it up again: at signing it counts as decided on, not as unread. */
  'reading.setAside': call(
    z.strictObject({ studyId: StudyId, seriesUid: z.string().max(200), aside: z.boolean() }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
} as const;
