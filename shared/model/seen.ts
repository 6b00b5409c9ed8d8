import { z } from 'zod';
import { ObjectId } from './ids.ts';

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

/** Looks that are added to those that are kept; the same batch again adds nothing. */
export const SeenLooks = z.strictObject({
  batch: z.uuid(),
  of: z.array(SeenLook).min(1).max(SEEN_FRAMES_A_CALL),
});
export type SeenLooks = z.infer<typeof SeenLooks>;

/** Frames of one object that were on the glass, in rising order. */
export const SeenObject = z.strictObject({ objectId: ObjectId, frames: z.array(z.number().int().positive()) });
export type SeenObject = z.infer<typeof SeenObject>;
