import { z } from 'zod';
import { SourceId } from './ids.ts';

/** One sample stands for so many milliseconds. */
export const SAMPLE_STEP_MS = 5 * 60_000;

/** How much came over a line in the last hours, oldest first; a step that is left out brought nothing. */
export const LineHistory = z.strictObject({
  sourceId: SourceId,
  sourceName: z.string(),
  /** `at`: where the step begins, UTC. */
  samples: z.array(z.strictObject({ at: z.iso.datetime(), bytes: z.number().min(0) })).max(300),
});
export type LineHistory = z.infer<typeof LineHistory>;
