import { z } from 'zod';
import { WireError } from '../../errors/app-error.ts';
import { SourceSettings } from '../source-settings.ts';
import { TakenPackage } from './package.ts';

/** A DICOM node for second readings alone: packages go to it and come from it, and nothing else ever does. */
export const ReviewNode = z.strictObject({
  nodeId: z.string(),
  settings: SourceSettings,
  /** Packages that were made for it and are not there yet. */
  held: z.number().int(),
});
export type ReviewNode = z.infer<typeof ReviewNode>;

/** What was found at a node for the person at work. */
export const LookedAt = z.strictObject({
  taken: z.array(TakenPackage),
  /** Why: each stays there, and is looked at again the next time. */
  refused: z.array(WireError),
  /** Of which not all parts are there yet. */
  incomplete: z.number().int(),
});
export type LookedAt = z.infer<typeof LookedAt>;

/** What went to a node. */
export const MailedPackage = z.strictObject({ parts: z.number().int(), sent: z.number().int() });
export type MailedPackage = z.infer<typeof MailedPackage>;
