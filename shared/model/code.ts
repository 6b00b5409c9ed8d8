import { z } from 'zod';

/** A coded concept: value, scheme designator, meaning (Part 3, 8). */
export const Code = z.strictObject({ value: z.string(), scheme: z.string(), meaning: z.string() });
export type Code = z.infer<typeof Code>;
