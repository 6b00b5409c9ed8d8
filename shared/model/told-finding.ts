import { z } from 'zod';
import { CommunicationMethod, FindingCategory } from './communication.ts';
import { CommunicationId } from './ids.ts';

/** A finding that somebody was told of, as outputs say it: people by name, numbers of nobody. Times in UTC, ISO 8601. */
export const ToldFinding = z.strictObject({
  communicationId: CommunicationId,
  category: FindingCategory,
  finding: z.string(),
  identifiedAt: z.string(),
  policyId: z.string(),
  /** Tries that reached nobody, before. */
  attempts: z.number().int(),
  /** The last step that it was escalated to; 0: it was not. */
  step: z.number().int(),
  /** Everybody who was told, one after the other. */
  tellings: z
    .array(
      z.strictObject({
        at: z.string(),
        by: z.string(),
        to: z.strictObject({ name: z.string(), role: z.string() }),
        method: CommunicationMethod,
        readBack: z.boolean(),
        offline: z.boolean(),
      }),
    )
    .min(1),
  /** Null: nobody has acknowledged it. */
  acknowledged: z.strictObject({ at: z.string(), name: z.string(), role: z.string() }).nullable(),
});
export type ToldFinding = z.infer<typeof ToldFinding>;
