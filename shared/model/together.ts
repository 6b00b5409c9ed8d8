import { z } from 'zod';
import { StudyId } from './ids.ts';
import { ReportState } from './report-state.ts';

/** Studies that one report may be about beside its own. */
export const MOST_TOGETHER = 20;

/** A study that may be reported together with the one of a draft. */
export const TogetherStudy = z.strictObject({
  studyId: StudyId,
  accession: z.string().nullable(),
  description: z.string().nullable(),
  modalities: z.array(z.string()),
  objects: z.number().int(),
  /** Why it can be, in words. */
  reason: z.string(),
  chosen: z.boolean(),
  /** Of a report that somebody has begun or signed of it, alone or together with others; null: nobody has. */
  reported: ReportState.nullable(),
});
export type TogetherStudy = z.infer<typeof TogetherStudy>;

/** What one report can be about, and is. */
export const Together = z.strictObject({
  /** What the study of the report itself is called. */
  own: z.string(),
  studies: z.array(TogetherStudy),
  /** It follows a signed report: it goes where that went, and nothing can be chosen. */
  fixed: z.boolean(),
});
export type Together = z.infer<typeof Together>;
