import { z } from 'zod';

/**
 * How one part of a station stands. warning: it works, and somebody should know something; not-set: nobody set it up, and nothing
 * was asked; not-yet: this version of the program cannot do or check it.
 */
export const SelfCheckState = z.enum(['ok', 'warning', 'failed', 'not-set', 'not-yet']);
export type SelfCheckState = z.infer<typeof SelfCheckState>;

export const SelfCheck = z.strictObject({
  /** Stable: "provider", "source anna-pacs". */
  id: z.string(),
  /** As the list has it. */
  name: z.string(),
  state: SelfCheckState,
  /** What was found, a sentence. */
  result: z.string(),
  /** What to do next; null where nothing is to do. */
  next: z.string().nullable(),
  /** Time taken, milliseconds. */
  ms: z.number(),
});
export type SelfCheck = z.infer<typeof SelfCheck>;

/** Times are UTC, ISO 8601. */
export const SelfTest = z.strictObject({ at: z.string(), checks: z.array(SelfCheck) });
export type SelfTest = z.infer<typeof SelfTest>;
