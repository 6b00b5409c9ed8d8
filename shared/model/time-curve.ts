import { z } from 'zod';
import { GrownFrame } from './grown.ts';
import { LossyGround } from './lossy.ts';

/** More pictures are not read for one curve. */
export const MOST_CURVE_FRAMES = 2000;
/** Pictures that a baseline may be the mean of. */
export const MOST_BASELINE = 50;

/** Why a region has no curve over time; `time-curve/refusals.ts` has the words. */
export const CurveRefusal = z.enum([
  'no-values',
  'no-region',
  'on-reformat',
  'one-moment',
  'moved',
  'views',
  'no-order',
  'times-disagree',
  'units-differ',
  'scale-differs',
  'too-many',
  'no-numbers',
  'b-several',
]);
export type CurveRefusal = z.infer<typeof CurveRefusal>;

/** The region on one picture. `mean` is null where no pixel of it has a value there; a probe has no deviation. */
export const CurvePoint = GrownFrame.extend({
  /** Seconds after the first picture; null where the series has no times. */
  seconds: z.number().nullable(),
  /** b-value, s/mm²; absent: the curve is over time. */
  b: z.number().optional(),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  /** Pixels that were counted. */
  count: z.number().int().nonnegative(),
});
export type CurvePoint = z.infer<typeof CurvePoint>;

/** One number that is read off a curve, by its definition; `reason` in place of a value that cannot be known. */
export const CurveFinding = z.strictObject({
  name: z.string(),
  /** How it comes about, in words. */
  how: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  reason: z.string().nullable(),
});
export type CurveFinding = z.infer<typeof CurveFinding>;

export const TimeCurve = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(false), code: CurveRefusal, reason: z.string() }),
  z.strictObject({
    ok: z.literal(true),
    /** "mean", "SUVbw mean", "value" … */
    quantity: z.string(),
    /** UCUM. */
    unit: z.string(),
    /** Where the times come from; null: no times in this series, the pictures are numbered. */
    clock: z.string().nullable(),
    /** What runs from left to right; absent: time. */
    over: z.literal('b').optional(),
    points: z.array(CurvePoint).min(2),
    findings: z.array(CurveFinding),
    /** What the values stand on, in words. */
    basis: z.array(z.string()),
    warnings: z.array(z.string()),
    /** The worst of the pictures; absent: nothing says so. */
    lossy: LossyGround.optional(),
  }),
]);
export type TimeCurve = z.infer<typeof TimeCurve>;
