import { z } from 'zod';

/** What a teaching file came to. */
export const TeachingFile = z.strictObject({
  /** Absolute path; null: no picture may leave, and nothing was written. */
  file: z.string().nullable(),
  cases: z.array(
    z.strictObject({
      pseudonym: z.string(),
      pictures: z.number().int(),
      /** What stayed in, by kind and reason, with how many. */
      leftOut: z.array(z.strictObject({ modality: z.string(), why: z.string(), count: z.number().int() })),
    }),
  ),
});
export type TeachingFile = Readonly<z.infer<typeof TeachingFile>>;
