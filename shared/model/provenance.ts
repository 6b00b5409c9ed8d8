import { z } from 'zod';
import { ReportId } from './ids.ts';

/** The report that text was taken from. */
export const CopySource = z.strictObject({
  /** Of ours; null: one that came from elsewhere. */
  reportId: ReportId.nullable(),
  /** What it is called on screen, without the patient. */
  title: z.string().max(300),
  /** Day of its study, yyyy-mm-dd. */
  date: z.string().max(10).nullable(),
});
export type CopySource = z.infer<typeof CopySource>;

/** Of text that nobody stands for until it was accepted: `passage` keeps together what is accepted by one act; UTC, ISO 8601. */
const waiting = {
  passage: z.string().min(1).max(64),
  /** When it was put here. */
  at: z.string().max(40),
  /** When the reader accepted it; absent: not yet. */
  accepted: z.string().max(40).optional(),
};

/** Where a piece of text comes from that was not typed. */
export const Provenance = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dictated'), engine: z.string().max(100) }),
  /** Of the form, or its normal text. */
  z.strictObject({ kind: z.literal('template'), name: z.string().max(300).optional() }),
  z.strictObject({ kind: z.literal('macro'), name: z.string().max(300) }),
  /** Filled in by the program from what it knows: headers, measurements, a calculator. */
  z.strictObject({ kind: z.literal('computed'), name: z.string().max(300) }),
  /** From the clipboard, out of another program. */
  z.strictObject({ kind: z.literal('pasted') }),
  z.strictObject({ kind: z.literal('copied'), source: CopySource, ...waiting }),
  z.strictObject({ kind: z.literal('ai'), maker: z.string().max(300), ...waiting }),
]);
export type Provenance = z.infer<typeof Provenance>;

/** What nobody stands for until it was accepted. */
export type WaitingProvenance = Extract<Provenance, { kind: 'copied' | 'ai' }>;
