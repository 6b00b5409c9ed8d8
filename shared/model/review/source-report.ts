import { z } from 'zod';
import { ReaderPseudonym, ReportId, SourceReportId, StudyId } from '../ids.ts';

/** Part of the body that an examination is of: the same coarse ones by which report forms are chosen. */
export const ReviewRegion = z.enum([
  ...(['head', 'neck', 'chest', 'heart', 'breast', 'abdomen', 'pelvis', 'spine', 'arm', 'leg', 'other'] as const),
]);
export type ReviewRegion = z.infer<typeof ReviewRegion>;

/** When a report was signed, by the clock of its reader. unknown: who sent it did not say in which zone. */
export const Shift = z.enum(['day', 'evening', 'night', 'weekend', 'unknown']);
export type Shift = z.infer<typeof Shift>;

/** DICOM (0008,0060). Several of one study: the first that makes its pictures. */
export const ReviewModality = z.string().regex(/^[A-Z]{2,8}$/);

/** Why a report is looked for on purpose. discrepancy: preliminary and final differ. ai-discordance: a program says otherwise. */
export const SourceFlag = z.enum(['addendum', 'discrepancy', 'critical', 'ai-discordance', 'complaint', 'pathology']);
export type SourceFlag = z.infer<typeof SourceFlag>;

/** A report to draw from, of this station or of others. Nothing of its text, and no name. One of a package is read here, never drawn. */
export const SourceReport = z.strictObject({
  sourceReportId: SourceReportId,
  origin: z.enum(['station', 'hl7', 'fhir', 'csv', 'package']),
  author: ReaderPseudonym,
  /** Name of the store's site. */
  site: z.string().max(200),
  modality: ReviewModality,
  region: ReviewRegion,
  shift: Shift,
  /** UTC, ISO 8601. */
  signedAt: z.iso.datetime(),
  flags: z.array(SourceFlag).max(SourceFlag.options.length),
  /** Null: nobody said. */
  accession: z.string().max(64).nullable(),
  /** Of its study and report where they are in this store. */
  studyId: StudyId.nullable(),
  reportId: ReportId.nullable(),
  /** The pictures are here. */
  pixels: z.boolean(),
  /** What its reader had on the glass is known. */
  seenMap: z.boolean(),
});
export type SourceReport = Readonly<z.infer<typeof SourceReport>>;
