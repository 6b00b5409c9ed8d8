import { z } from 'zod';

/** preliminary: signed by somebody who has not verified it, or may not. corrected: its text was changed. withdrawn: it was wrong. */
export const SignedReportState = z.enum(['preliminary', 'final', 'addendum', 'corrected', 'withdrawn']);
export type SignedReportState = z.infer<typeof SignedReportState>;

export const ReportState = z.enum(['draft', ...SignedReportState.options]);
export type ReportState = z.infer<typeof ReportState>;

/** What a draft that names a signed report does to it, where it does not add to it or take it up. */
export const DraftIntent = z.enum(['correct', 'withdraw']);
export type DraftIntent = z.infer<typeof DraftIntent>;

/** Longest reason for a correction, a withdrawal or a hold, characters. */
export const LONGEST_REASON = 1000;
export const ActReason = z.string().trim().min(1).max(LONGEST_REASON);
