import { z } from 'zod';
import { JobId } from './ids.ts';
import { WireError } from '../errors/app-error.ts';

export const JobState = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

/** Progress of stored work. Totals are null while they are still being counted. */
export const JobProgress = z.strictObject({
  jobId: JobId,
  /** "import", "report-pdf" … */
  kind: z.string(),
  state: JobState,
  doneCount: z.number().int(),
  totalCount: z.number().int().nullable(),
  doneBytes: z.number(),
  totalBytes: z.number().nullable(),
  /** Bytes a second over the last seconds; null before there is one. */
  rate: z.number().nullable(),
  /** Seconds; null while unknown. */
  timeLeft: z.number().nullable(),
  error: WireError.nullable(),
});
export type JobProgress = z.infer<typeof JobProgress>;

export const Refusal = z.strictObject({ path: z.string(), code: z.string(), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;

/** The five counts add up to the files seen, those inside archives too. */
export const ImportReport = z.strictObject({
  imported: z.number().int(),
  already: z.number().int(),
  conflicts: z.array(z.strictObject({ path: z.string(), objectId: z.string() })),
  ignored: z.number().int(),
  refused: z.array(Refusal),
});
export type ImportReport = z.infer<typeof ImportReport>;
