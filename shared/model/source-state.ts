import { z } from 'zod';
import { SourceId } from './ids.ts';

/** The last look at what a source has that is new. */
export const SourceLook = z.strictObject({
  /** UTC. */
  at: z.string(),
  /** Studies that it named, and those of them that nobody here knew of. */
  found: z.number().int(),
  fresh: z.number().int(),
  /** Code of what went wrong; null: nothing did. */
  error: z.string().nullable(),
  /** UTC: when it is asked again. */
  nextAt: z.string(),
});
export type SourceLook = z.infer<typeof SourceLook>;

/** How things stand with a source now. */
export const SourceState = z.strictObject({
  sourceId: SourceId,
  /** Null: it was not asked since the store was opened. */
  look: SourceLook.nullable(),
  /** It failed, and nothing is fetched from it until then; UTC, and the code. Null: all is well. */
  rest: z.strictObject({ until: z.string(), error: z.string() }).nullable(),
  /** Studies and series of it that are to be fetched, the running ones among them. */
  queued: z.number().int(),
  /** Studies here that it has, too. */
  studies: z.number().int(),
});
export type SourceState = z.infer<typeof SourceState>;
