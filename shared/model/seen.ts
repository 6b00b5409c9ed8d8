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

/** Frames of one object that were on the glass, in rising order. */
export const SeenObject = z.strictObject({ objectId: ObjectId, frames: z.array(z.number().int().positive()) });
export type SeenObject = z.infer<typeof SeenObject>;
