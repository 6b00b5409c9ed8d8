import { z } from 'zod';
import { ObjectId } from './ids.ts';
import { Point2 } from './measurement.ts';

/** One picture of the stack that a region is grown in. */
export const GrownFrame = z.strictObject({ objectId: ObjectId, frame: z.number().int().positive() });
export type GrownFrame = z.infer<typeof GrownFrame>;
/** More pictures make no stack of one region. */
export const MOST_GROWN_FRAMES = 4000;

/** Pixels of one picture, row by row, as pairs of how many are outside and how many inside, one after the other. */
export const GrownMask = GrownFrame.extend({
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  runs: z.array(z.number().int().nonnegative()),
});
export type GrownMask = z.infer<typeof GrownMask>;

export const CalciumVessel = z.enum(['LM', 'LAD', 'LCX', 'RCA']);
export type CalciumVessel = z.infer<typeof CalciumVessel>;

/** A spot of calcium that the reader pressed on. */
export const CalciumPress = GrownFrame.extend({ point: Point2, vessel: CalciumVessel });
export type CalciumPress = z.infer<typeof CalciumPress>;

const Scores = z.strictObject({
  agatston: z.number(),
  volumeMm3: z.number(),
  /** Without a calibration there is none. */
  massMg: z.number().nullable(),
});

export const CalciumAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(false), reason: z.string() }),
  z.strictObject({
    ok: z.literal(true),
    total: Scores,
    group: z.enum(['0', '1–99', '100–299', '≥300']),
    vessels: z.array(Scores.extend({ vessel: CalciumVessel })),
    /** For each press, in their order: what became of it, in words; null where it counts whole. */
    presses: z.array(z.string().nullable()),
    /** What the number was worked out from, in words. */
    basis: z.array(z.string()),
    warnings: z.array(z.string()),
    masks: z.array(GrownMask.extend({ vessel: CalciumVessel })),
  }),
]);
export type CalciumAnswer = z.infer<typeof CalciumAnswer>;
