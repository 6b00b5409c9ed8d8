import { z } from 'zod';

/**
 * Why a site took objects back (Part 16, CID 7011): quality 113001, safety 113037, worklist 113038 (incorrect modality worklist entry),
 * retention 113039 (data retention policy expired).
 */
export const RejectionReason = z.enum(['quality', 'safety', 'worklist', 'retention']);
export type RejectionReason = z.infer<typeof RejectionReason>;

/** What a rejection note says (IHE IOCM): a key object document of which only this counts. */
export const RejectionNote = z.strictObject({
  reason: RejectionReason,
  /** Objects that it takes back, each with the study that the note says it belongs to. */
  references: z.array(z.strictObject({ studyUid: z.string(), sopUid: z.string() })),
  /** Text of the site (113012), cut; null: none. */
  text: z.string().nullable(),
});
export type RejectionNote = z.infer<typeof RejectionNote>;

/** Images of a study that its site took back, a line a reason. */
export const RejectedImages = z.strictObject({
  reason: RejectionReason,
  images: z.number().int(),
});
export type RejectedImages = z.infer<typeof RejectedImages>;

/** What the site took back of a study, and what was made of it here. */
export const StudyRejections = z.strictObject({
  rejected: z.array(
    RejectedImages.extend({
      /** Measurements on them that still stand. */
      measured: z.number().int(),
      /** Of the images: those that a signed report was made from. */
      reported: z.number().int(),
      /** UTC, when the note came. */
      saidAt: z.string(),
      /** What the site wrote. */
      text: z.string().nullable(),
    }),
  ),
  /** Notes that were not applied, since they name images of another study, or came from another site. */
  notApplied: z.number().int(),
});
export type StudyRejections = z.infer<typeof StudyRejections>;
