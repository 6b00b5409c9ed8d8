import { z } from 'zod';
import { ObjectId } from './ids.ts';
import { Vec3 } from './image.ts';

/** Turn and shift without scale or mirroring: x' = turn · x + shift; `turn` by rows, `shift` in mm, both patient LPS. */
export const Rigid = z.strictObject({ turn: z.tuple([Vec3, Vec3, Vec3]), shift: Vec3 });
export type Rigid = z.infer<typeof Rigid>;

/** Why one item of a registration is named and not used. */
export const RegistrationFault = z.enum([
  /** Images alone, without a space that they lie in. */
  'no-frame-of-reference',
  'no-matrix',
  /** Not 16 finite numbers, or the last row is not 0, 0, 0, 1. */
  'damaged-matrix',
  /** RIGID_SCALE, AFFINE, or no word at all. */
  'not-said-rigid',
  /** It says RIGID, and its numbers scale, shear or mirror. */
  'not-rigid',
  /** Several matrices whose order changes the result. */
  'order-unclear',
  'deformable',
  /** The same frame of reference stands in it twice, differently. */
  'contradicts-itself',
]);
export type RegistrationFault = z.infer<typeof RegistrationFault>;

/** One space that is registered to the one of the object (Part 3, C.20.2). */
export const RegisteredSpace = z.strictObject({
  frameOfReference: z.string().nullable(),
  /** Takes a place of this space to the place in the space of the object; null where there is a fault. */
  matrix: Rigid.nullable(),
  fault: RegistrationFault.nullable(),
  /** How many images the item names. */
  images: z.number().int().nonnegative(),
});
export type RegisteredSpace = z.infer<typeof RegisteredSpace>;

export const Registration = z.strictObject({
  /** Frame of reference (0020,0052) of the object itself: what the others are registered to. */
  reference: z.string().nullable(),
  spaces: z.array(RegisteredSpace),
  label: z.string().nullable(),
  description: z.string().nullable(),
  /** (0070,0084) as written. */
  creator: z.string().nullable(),
  /** Maker and model of what wrote it. */
  maker: z.string().nullable(),
  /** DICOM text. */
  date: z.string().nullable(),
  time: z.string().nullable(),
});
export type Registration = z.infer<typeof Registration>;

const Space = z.string().min(1).max(128);

/** How one frame of reference lies in another, as this program found; an estimate, never more. */
export const ComputedWay = z.strictObject({
  from: Space,
  to: Space,
  matrix: Rigid,
  /** mm: how far four fits on parts of the pictures lie from each other. */
  error: z.number().nonnegative(),
});
export type ComputedWay = z.infer<typeof ComputedWay>;

/** A registration that a reading is done by. */
export const RegistrationUse = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('computed'), way: ComputedWay }),
  z.strictObject({ kind: z.literal('object'), objectId: ObjectId }),
]);
export type RegistrationUse = z.infer<typeof RegistrationUse>;
