import { z } from 'zod';

/** Why a sheet of slices cannot be taken apart. */
export const SheetReason = z.enum([
  'no-count',
  'counts-differ',
  'not-divisible',
  'no-geometry',
  'no-normal',
  'normal-differs',
  'no-distance',
  'numbered-backwards',
  'plan-differs',
  'other-content',
]);
export type SheetReason = z.infer<typeof SheetReason>;

/**
 * Slices of a volume that stand side by side on the one picture of their object. Taken apart, they are its frames here, and `pixels` is of
 * one of them; to other systems the object has one frame still. `rows` and `columns` are of the whole.
 */
export const Sheet = z.discriminatedUnion('apart', [
  z.strictObject({
    apart: z.literal(true),
    rows: z.number().int().positive(),
    columns: z.number().int().positive(),
    /** Slices side by side, and one above the other. */
    across: z.number().int().positive(),
  }),
  z.strictObject({ apart: z.literal(false), why: SheetReason }),
]);
export type Sheet = z.infer<typeof Sheet>;
