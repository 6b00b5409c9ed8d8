import { z } from 'zod';
import { ObjectId } from './ids.ts';

/** Most that one report holds of all its grown volumes; a volume is in it whole or not at all. */
export const OUTLINE_CAPS = {
  outlines: 2000,
  corners: 100_000,
  /** Of one picture: a ragged region takes long to go around. */
  ofPicture: 20_000,
  /** Of one outline: its coordinates, 8 bytes a corner, have a length of 16 bits in a file (Graphic Data (0070,0022), FL). */
  ofOne: 8000,
} as const;

/**
 * A closed line along the edges of pixels as text, "column row column row …", from 0 0 at the upper left corner of the first pixel. Text,
 * because what is stored is checked whenever it is read, and a hundred thousand numbers one by one would hold everything else up.
 */
export const OutlineText = z
  .string()
  .max(100_000)
  .regex(/^\d+ \d+(?: \d+ \d+)+$/);

/** What a grown volume holds of one picture. */
export const OutlinedPicture = z.strictObject({
  objectId: ObjectId,
  sopUid: z.string(),
  sopClass: z.string(),
  /** From 1, of how many. */
  frame: z.number().int().positive(),
  frames: z.number().int().positive(),
  outlines: z.array(OutlineText).min(1),
});
export type OutlinedPicture = z.infer<typeof OutlinedPicture>;

/**
 * Why a volume goes out as its press alone. `other-values`: what grows now is not what the numbers were taken of; `too-much`: more than a
 * report holds; `not-here`: its pictures cannot be read any more; `no-names`: they cannot be told apart by their UIDs.
 */
export const NoOutline = z.enum(['other-values', 'too-much', 'not-here', 'no-names']);
export type NoOutline = z.infer<typeof NoOutline>;

/** The region that the numbers of a grown volume are of, picture by picture as they lie one behind the other. */
export const GrownOutline = z.discriminatedUnion('written', [
  z.strictObject({ written: z.literal(true), pictures: z.array(OutlinedPicture).min(1) }),
  z.strictObject({ written: z.literal(false), why: NoOutline }),
]);
export type GrownOutline = z.infer<typeof GrownOutline>;
