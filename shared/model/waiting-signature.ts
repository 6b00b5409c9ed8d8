import { z } from 'zod';
import { ReportId, StudyId } from './ids.ts';

/** Longest time that a report waits between the reader's word and the signature, seconds. */
export const MOST_UNDO_SECONDS = 60;
export const UndoSeconds = z.number().int().min(0).max(MOST_UNDO_SECONDS);

/** The reader said that it is to be signed; until then it is a draft, and can be taken back. */
export const WaitingSignature = z.strictObject({
  as: z.enum(['final', 'preliminary']),
  /** UTC, ISO 8601. */
  since: z.string(),
  until: z.string(),
});
export type WaitingSignature = z.infer<typeof WaitingSignature>;

export const WaitingReport = WaitingSignature.extend({
  reportId: ReportId,
  studyId: StudyId,
  /** Of the study, as lists show it. */
  patientName: z.string(),
  description: z.string().nullable(),
});
export type WaitingReport = z.infer<typeof WaitingReport>;

/** It was to be signed and was not: a draft as before, and the reader is to know. */
export const UnsignedReport = WaitingReport.omit({ as: true, since: true, until: true }).extend({
  at: z.string(),
  /** Error code. */
  why: z.string(),
});
export type UnsignedReport = z.infer<typeof UnsignedReport>;
