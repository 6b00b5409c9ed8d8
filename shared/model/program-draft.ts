import { z } from 'zod';
import { Algorithm, DetectionOutcome } from './dicom-object.ts';
import { ObjectId } from './ids.ts';

/** What a program wrote of a case, as it may be taken into a report: never without its maker, and never accepted by itself. */
export const ProgramDraft = z.strictObject({
  objectId: ObjectId,
  title: z.string(),
  program: Algorithm,
  /** Each line of a text is a passage that is accepted for itself. */
  sections: z.array(z.strictObject({ title: z.string(), text: z.string() })),
  /** Of a detection program: whether it could do its work, and what of it failed; null: it is none. */
  work: z.strictObject({ outcome: DetectionOutcome, failures: z.array(z.string()) }).nullable(),
});
export type ProgramDraft = z.infer<typeof ProgramDraft>;

export const ProgramDrafts = z.strictObject({
  drafts: z.array(ProgramDraft),
  /** Reports among the objects of the case that could not be read, or speak of somebody else. */
  unreadable: z.number().int().nonnegative(),
});
export type ProgramDrafts = z.infer<typeof ProgramDrafts>;
