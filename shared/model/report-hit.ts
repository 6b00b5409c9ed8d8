import { z } from 'zod';
import { StudyId } from './ids.ts';
import { PriorReportText } from './prior-report.ts';

/** One report that has the words. */
export const ReportHit = z.strictObject({
  /** Of our report, or of a prior report of others. */
  ref: z.string(),
  origin: PriorReportText.shape.origin,
  /** The case that opens: its own, or the newest of that patient. */
  studyId: StudyId,
  patientName: z.string(),
  patientId: z.string().nullable(),
  title: z.string(),
  /** Of the study, DICOM DA text. */
  date: z.string().nullable(),
  modalities: z.array(z.string()),
  site: z.string(),
  state: PriorReportText.shape.state.or(z.literal('withdrawn')),
  signer: z.string(),
  /** A piece of the text, the words that were found marked. */
  excerpt: z.array(z.strictObject({ text: z.string(), found: z.boolean() })),
});
export type ReportHit = z.infer<typeof ReportHit>;

/** What is asked for. Dates are DICOM DA text, both included, of the study. */
export const ReportSearch = z.strictObject({
  words: z.string().max(500),
  modality: z.string().max(16).nullable().default(null),
  from: z
    .string()
    .regex(/^\d{8}$/)
    .nullable()
    .default(null),
  to: z
    .string()
    .regex(/^\d{8}$/)
    .nullable()
    .default(null),
  site: z.string().max(200).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ReportSearch = z.infer<typeof ReportSearch>;
