import { z } from 'zod';

/** Why nobody here can say whose study it is. strays: its site sent objects of another patient for it; two: it came under two patients. */
export const DoubtKind = z.enum(['strays', 'two', 'changed', 'corrected', 'merged']);
export type DoubtKind = z.infer<typeof DoubtKind>;

export const PatientDoubt = z.strictObject({
  doubts: z.array(
    z.strictObject({
      kind: DoubtKind,
      /** For the reader, without a name. */
      words: z.string(),
      /** Nothing is signed before the site has answered. */
      refuses: z.boolean(),
    }),
  ),
  /** To be sent to the site, with UIDs and numbers and without names; null: there is nothing to ask. */
  text: z.string().nullable(),
});
export type PatientDoubt = z.infer<typeof PatientDoubt>;
