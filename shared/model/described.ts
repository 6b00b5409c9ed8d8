import { z } from 'zod';
import { Code } from './code.ts';

/** Answers to questions that one measurement may have. */
const MOST_JUDGEMENTS = 20;

/** What a reader says of a measurement, as codes: what it is, where, on which side, and how it was judged. Absent: nobody said. */
export const Described = z.strictObject({
  finding: Code.optional(),
  findingSite: Code.optional(),
  /** Of the site: an object has no place for it without one. */
  laterality: Code.optional(),
  /** What was judged and not measured: a question and its answer, each a code. */
  evaluations: z
    .array(z.strictObject({ name: Code, value: Code }))
    .max(MOST_JUDGEMENTS)
    .optional(),
});
export type Described = z.infer<typeof Described>;

/** The codes of a measurement alone. */
export function describedOf({ finding, findingSite, laterality, evaluations }: Described): Described {
  return {
    ...(finding === undefined ? {} : { finding }),
    ...(findingSite === undefined ? {} : { findingSite }),
    ...(laterality === undefined ? {} : { laterality }),
    ...(evaluations === undefined ? {} : { evaluations }),
  };
}
