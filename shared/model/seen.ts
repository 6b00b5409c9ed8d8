import { z } from 'zod';
import { ObjectId, PersonId, ReportId, StudyId } from './ids.ts';

/** A picture that was really on the glass, and when the window drew it first: UTC, ISO 8601. */
export const SeenFrame = z.strictObject({
  objectId: ObjectId,
  /** From 1. */
  frame: z.number().int().positive(),
  at: z.iso.datetime(),
});
export type SeenFrame = z.infer<typeof SeenFrame>;

/** Frames sent to the journal at once. */
export const SEEN_FRAMES_A_CALL = 500;

/** Which of the 8 × 8 parts of a picture, row by row from the top left: the upper four rows and the lower four, a bit a part. */
export const SeenParts = z.tuple([z.number().int().min(0).max(0xffffffff), z.number().int().min(0).max(0xffffffff)]);
export type SeenParts = z.infer<typeof SeenParts>;

/** How a picture stood on the glass, and for how long (shared/rules/seen-map). */
export const SeenLook = z.strictObject({
  objectId: ObjectId,
  /** From 1. */
  frame: z.number().int().positive(),
  /** ms, whole, at whatever zoom. */
  glassMs: z.number().int().nonnegative(),
  /** Of these, with at least one pixel of the screen for each of the picture. */
  fullMs: z.number().int().nonnegative(),
  /** Parts that were inside the viewport meanwhile. */
  parts: SeenParts,
});
export type SeenLook = z.infer<typeof SeenLook>;

/** ms since 1970 by the clock of the computer, which all windows share; never backwards. */
const SeenSpan = z
  .tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])
  .refine(([from, to]) => to > from);
/** Of one picture and one batch. */
const MOST_SPANS = 1000;

/** When a picture stood on the glass of a window: other windows may have shown it at the same moments. */
export const SeenTimes = z.strictObject({
  objectId: ObjectId,
  /** From 1. */
  frame: z.number().int().positive(),
  /** At whatever zoom. */
  glass: z.array(SeenSpan).min(1).max(MOST_SPANS),
  /** Of these, with at least one pixel of the screen for each of the picture. */
  full: z.array(SeenSpan).max(MOST_SPANS),
  parts: SeenParts,
});
export type SeenTimes = z.infer<typeof SeenTimes>;

/** Looks that are added to those that are kept; the same batch again adds nothing. */
export const SeenLooks = z.strictObject({
  batch: z.uuid(),
  of: z.array(SeenTimes).min(1).max(SEEN_FRAMES_A_CALL),
});
export type SeenLooks = z.infer<typeof SeenLooks>;

/** Frames of one object that were on the glass, in rising order. */
export const SeenObject = z.strictObject({ objectId: ObjectId, frames: z.array(z.number().int().positive()) });
export type SeenObject = z.infer<typeof SeenObject>;

const ShownFrame = SeenLook.omit({ objectId: true }).extend({
  /** First on the glass: UTC, ISO 8601; null where only how long it stood there was kept. */
  at: z.iso.datetime().nullable(),
});

/**
 * What of a study was on the glass of who signed a report of it, as it was at the signature: frozen with that version of the report. Every
 * picture stands in it, those that were never shown too. Full zoom: a pixel of the screen or more for each of the picture.
 */
export const ReportSeenMap = z.strictObject({
  format: z.literal(1),
  reportId: ReportId,
  studyId: StudyId,
  by: z.strictObject({ personId: PersonId, name: z.string() }),
  /** Of the signature: UTC, ISO 8601. */
  at: z.string(),
  series: z.array(
    z.strictObject({
      seriesUid: z.string(),
      number: z.number().nullable(),
      description: z.string().nullable(),
      modality: z.string().nullable(),
      /** Left unread on purpose. */
      aside: z.boolean(),
      objects: z.array(
        z.strictObject({
          objectId: ObjectId,
          sopUid: z.string().nullable(),
          frames: z.number().int().positive(),
          /** Frames that were shown, in rising order. */
          shown: z.array(ShownFrame),
        }),
      ),
    }),
  ),
});
export type ReportSeenMap = z.infer<typeof ReportSeenMap>;
