import { z } from 'zod';
import { ObjectId } from './ids.ts';

/** One picture of a study; frame from 1. */
export const NamedFrame = z.strictObject({ objectId: ObjectId, frame: z.number().int().positive() });
export type NamedFrame = z.infer<typeof NamedFrame>;

/** By what a picture is known to show a finding. */
export const FindingKind = z.enum(['key-image', 'measurement', 'ai-mark', 'largest-segment']);
export type FindingKind = z.infer<typeof FindingKind>;

/** What one program found, and the series that it speaks of, by UID. */
export const AiObject = z.strictObject({ objectId: ObjectId, series: z.array(z.string()) });
export type AiObject = z.infer<typeof AiObject>;

/** What a study has beside its pictures: hanging protocols hang it, and begin where something was found. */
export const StudyBeside = z.strictObject({
  /** Marked here, or by a key object that came; each once, in the order of the pictures. */
  keyImages: z.array(NamedFrame),
  /** Written here, or by one of `reports`. */
  report: z.boolean(),
  /** Documents that came with the study and are a report. */
  reports: z.array(ObjectId),
  /** Detection objects, and segmentations that a program made by itself. */
  ai: z.array(AiObject),
  /** Where something was found, the surest first. */
  findings: z.array(NamedFrame.extend({ kind: FindingKind })),
});
export type StudyBeside = z.infer<typeof StudyBeside>;
