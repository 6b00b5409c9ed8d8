import { z } from 'zod';

/** States of a worklist task (Unified Procedure Step; PS3.4, table CC.1.1-1). */
export const WORKITEM_STATES = ['SCHEDULED', 'IN PROGRESS', 'COMPLETED', 'CANCELED'] as const;
export const WorkitemState = z.enum(WORKITEM_STATES);
export type WorkitemState = z.infer<typeof WorkitemState>;

/** One task of the site's worklist, as far as a reader goes. */
export interface Workitem {
  readonly uid: string;
  readonly state: WorkitemState;
  /** Code of what is to be done, "110005/DCM"; null: the site did not say. */
  readonly work: string | null;
  readonly accession: string | null;
  readonly studyUid: string | null;
  readonly patientId: string | null;
  /** Who does it, as the site says; null: nobody said. */
  readonly performer: string | null;
}

/** What the reader's own acts ask for. take: it is read here. give-back: not any more. complete: its final report is signed. */
export const ClaimWish = z.enum(['take', 'give-back', 'complete']);
export type ClaimWish = z.infer<typeof ClaimWish>;

/**
 * What is known of the site's task. waiting: nothing was sent. asked: it was to be taken, and nobody answered. held: it is ours. other:
 * another reader has it. absent: the site has none for this study. ended: it ended there, and not by us. cancelling, completing: sent,
 * and nobody answered. given-back and completed are ends.
 */
export const ClaimState = z.enum([
  'waiting',
  'asked',
  'held',
  'other',
  'absent',
  'ended',
  'cancelling',
  'completing',
  'given-back',
  'completed',
]);
export type ClaimState = z.infer<typeof ClaimState>;

/** The claim of one study at its site, as it is shown. */
export const SiteClaim = z.strictObject({
  wish: ClaimWish,
  state: ClaimState,
  /** Who claimed it here. */
  by: z.string(),
  /** Who has it there where that is somebody else; null: the site does not say. */
  holder: z.string().nullable(),
  /** Error code of the last try that failed. */
  reason: z.string().nullable(),
  /** Of the last change, UTC. */
  at: z.string(),
  /** The site asked whoever has the task to give it up; nobody has to. */
  askedBack: z.literal(true).optional(),
});
export type SiteClaim = z.infer<typeof SiteClaim>;

/** What is said of a claim. sure: all readers of the site see it. open: not known there, or not yet. alarm: somebody should look. */
export const ClaimWords = z.strictObject({
  words: z.string(),
  tone: z.enum(['sure', 'open', 'alarm']),
  /** Somebody else has it. */
  isOther: z.literal(true).optional(),
  /** It is ours, and the site wants it back. */
  isAskedBack: z.literal(true).optional(),
});
export type ClaimWords = z.infer<typeof ClaimWords>;
