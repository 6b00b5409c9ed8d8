import { z } from 'zod';
import { VoiFunction } from './image.ts';

/** What turns values into grey, as it is on the glass; a table is named by what it says of itself. */
export const KeptVoi = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('window'), center: z.number(), width: z.number().positive(), fn: VoiFunction }),
  z.strictObject({
    kind: z.literal('lut'),
    explanation: z.string().nullable(),
    first: z.number().int(),
    entries: z.number().int().positive(),
  }),
]);
export type KeptVoi = z.infer<typeof KeptVoi>;

/** How a picture stood on the glass when it was marked; its part and size are not of it: a page shows the whole picture. */
export const KeyLook = z.strictObject({
  /** Null for colour. */
  voi: KeptVoi.nullable(),
  /** On top of what the picture asks for. */
  invert: z.boolean(),
  /** Degrees clockwise, after the flip. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  flip: z.boolean(),
});
export type KeyLook = z.infer<typeof KeyLook>;
