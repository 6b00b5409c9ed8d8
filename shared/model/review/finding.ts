import { z } from 'zod';
import { Code } from '../code.ts';
import { MeasurementId, ObjectId } from '../ids.ts';

export const FindingSide = z.enum(['left', 'right', 'both', 'midline']);
export type FindingSide = z.infer<typeof FindingSide>;

/** absent: looked for and not there. */
export const FindingCertainty = z.enum(['definite', 'probable', 'possible', 'absent']);
export type FindingCertainty = z.infer<typeof FindingCertainty>;

/** One finding of a reviewer, in the short form. */
export const ReviewFinding = z.strictObject({
  findingId: z.string().min(1).max(64),
  what: z.string().trim().min(1).max(500),
  code: Code.nullable(),
  /** Part of the body in words; empty: nobody said. */
  where: z.string().trim().max(200),
  side: FindingSide.nullable(),
  /** Lengths in mm, the longest first. */
  sizes: z.array(z.number().positive().max(10_000)).max(3),
  measurementId: MeasurementId.nullable(),
  certainty: FindingCertainty,
  image: z.strictObject({ objectId: ObjectId, frame: z.number().int().positive() }).nullable(),
});
export type ReviewFinding = Readonly<z.infer<typeof ReviewFinding>>;

/** What a reviewer committed to before the reveal: all that the hash of a lock is about. */
export const BlindRead = z.strictObject({
  findings: z.array(ReviewFinding).max(200),
  text: z.string().max(20_000),
});
export type BlindRead = Readonly<z.infer<typeof BlindRead>>;
