import { z } from 'zod';
import { ReportId, StudyId } from './ids.ts';
import { Outgoing } from './outbox.ts';
import { SignedReportState } from './report-state.ts';
import { SiteDifference } from './site-difference.ts';

/** same, changed: it answered. not-asked: its line is down, or it gave no answer in time. nobody: there is nobody to ask. */
export const AskedSite = z.enum(['same', 'changed', 'not-asked', 'nobody']);
export type AskedSite = z.infer<typeof AskedSite>;

/** What somebody decided of a delivery that was held, and why; the words stay in the store. */
export const Decision = z.strictObject({ at: z.string(), act: z.enum(['send', 'drop']), text: z.string() });
export type Decision = z.infer<typeof Decision>;

/** A study whose site says something else than was signed; or said so, and somebody decided. */
export const ReconcileCase = z.strictObject({
  studyId: StudyId,
  site: z.string(),
  /** As it is shown in lists: the alphabetic group. */
  patientName: z.string(),
  accession: z.string().nullable(),
  /** DICOM DA text. */
  studyDate: z.string().nullable(),
  description: z.string().nullable(),
  /** The signed report that is held; null: what is held is of no report. */
  report: z
    .strictObject({
      reportId: ReportId,
      state: SignedReportState,
      signedAt: z.string(),
      signer: z.string(),
    })
    .nullable(),
  differences: z.array(SiteDifference),
  /** Since when something of it is held, UTC; null: nothing is any more. */
  heldAt: z.string().nullable(),
  critical: z.boolean(),
  /** What is held, or was until somebody decided. */
  rows: z.array(Outgoing),
  /** The last one; null: nobody decided yet. */
  decision: Decision.nullable(),
});
export type ReconcileCase = z.infer<typeof ReconcileCase>;
