import { z } from 'zod';

/** How much of a picture was lost, n:1, and who says so; both null where only that it was lossy is known. */
export const LossyGround = z.strictObject({
  ratio: z.number().nullable(),
  /** header: (0028,2112). stored: pixels against the code streams as they lie here. */
  from: z.enum(['header', 'stored']).nullable(),
});
export type LossyGround = z.infer<typeof LossyGround>;

/** What a report was made from, of pictures that had lost something. */
export const LossyReading = z.strictObject({
  /** Pictures that were on the glass of the reader, and how many of these were lossy. */
  seen: z.number().int(),
  lossy: z.number().int(),
  /** The worst of them. */
  worst: LossyGround,
  /** Labels of the measurements in the text that were drawn on such pictures: "M1". */
  measurements: z.array(z.string()),
});
export type LossyReading = z.infer<typeof LossyReading>;
