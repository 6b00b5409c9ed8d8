import { z } from 'zod';

/** RADPEER, 2016 (rule 3.1): the letter says whether it is likely clinically significant (b) or not (a). */
export const RadpeerScore = z.enum(['1', '2a', '2b', '3a', '3b']);
export type RadpeerScore = z.infer<typeof RadpeerScore>;

export const ErrorClass = z.enum(['perception', 'interpretation', 'communication', 'technique', 'system']);
export type ErrorClass = z.infer<typeof ErrorClass>;

export const ContributingFactor = z.enum([
  ...(['fatigue', 'interruption', 'workload', 'image-quality', 'protocol', 'display', 'missing-history'] as const),
  ...(['missing-prior', 'satisfaction-of-search', 'expectation', 'dictation', 'handover', 'other'] as const),
]);
export type ContributingFactor = z.infer<typeof ContributingFactor>;

const Words = z.string().trim().max(5000);

/** What a reviewer says of a report after the reveal. */
export const Scoring = z.strictObject({
  /** Null: the programme has no scores. */
  score: RadpeerScore.nullable(),
  /** It was a 4 of the scale of 2009. */
  legacy4: z.boolean(),
  comment: Words,
  errorClass: ErrorClass.nullable(),
  factors: z.array(ContributingFactor).max(ContributingFactor.options.length),
  learningPoint: Words,
  greatCall: z.boolean(),
  /** Somebody has to be told, and the report added to. */
  patientAffected: z.boolean(),
});
export type Scoring = Readonly<z.infer<typeof Scoring>>;

/** How an arbitration ended: none was needed, the first score stood, or another took its place. */
export const ArbitrationOutcome = z.enum(['none', 'upheld', 'changed']);
export type ArbitrationOutcome = z.infer<typeof ArbitrationOutcome>;
