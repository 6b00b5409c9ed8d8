import { z } from 'zod';
import { PatientKey, StudyId } from '../model/ids.ts';
import { call } from './define.ts';
import { osSlotCalls } from './os-slot.ts';
import { ADMINISTRATION } from './roles.ts';

const proof = z.string().min(1).max(1024);

/** What is to be erased: one study, everything of a patient, or everything that came from a site. */
export const ForgetTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('study'), studyId: StudyId }),
  z.strictObject({ kind: z.literal('study-uid'), studyUid: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('patient'), patientKey: PatientKey }),
  /** As a hospital names a patient: the issuer of the id (or the site it came from), and the id. */
  z.strictObject({ kind: z.literal('patient-id'), issuer: z.string().max(64), patientId: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('site'), site: z.string().min(1).max(64) }),
]);
export type ForgetTarget = z.infer<typeof ForgetTarget>;

/** How much that is. Counts only: who may erase need not be one who may see. */
export const ForgetPreview = z.strictObject({
  studies: z.number().int(),
  objects: z.number().int(),
  bytes: z.number(),
  signedReports: z.number().int(),
  /** Reports that somebody has begun and not signed. */
  drafts: z.number().int(),
  measurements: z.number().int(),
  /** A backup made before is not reached: whoever has it and a way into it can read what is erased here. Null: none is known. */
  lastBackup: z.string().nullable(),
});
export type ForgetPreview = z.infer<typeof ForgetPreview>;

/** What was erased, counted again afterwards. */
export const ForgetProof = z.strictObject({
  studies: z.number().int(),
  /** Keys that were erased: without them no copy of the bytes can be read. */
  keys: z.number().int(),
  files: z.number().int(),
  /** A new recovery key where the former one could not be kept; once and never again. */
  recoveryKey: z.string().nullable(),
});
export type ForgetProof = z.infer<typeof ForgetProof>;

export const keyCalls = {
  ...osSlotCalls,
  /** archive/unknown-study where there is nothing of it. */
  'forget.preview': call(z.strictObject({ target: ForgetTarget }), ForgetPreview, { roles: ADMINISTRATION }),
  /**
   * Erases for good: keys, rows, files, and every older copy of the databases in this store. `objects` is what the preview said;
   * reading/conflict where that is not so any more. The store closes for that moment. Audited.
   */
  'forget.run': call(
    z.strictObject({ target: ForgetTarget, objects: z.number().int().nonnegative(), proof }),
    ForgetProof,
    { roles: ADMINISTRATION },
  ),
  /** Another key for the store, for one site or for one study. No pixel is written again, but of files of a former version. The store closes for that moment. Audited. */
  'keys.rotate': call(
    z.strictObject({
      level: z.enum(['store', 'site', 'study']),
      site: z.string().max(64).nullable(),
      /** At the level of a study. */
      studyUid: z.string().min(1).max(200).optional(),
      proof,
    }),
    z.strictObject({
      recoveryKey: z.string().nullable(),
      /** Keys wrapped under the new one: of sites, of studies, or of stored files. */
      rewrapped: z.number().int(),
      /** Stored files of a former version, which were written again once; 0 at the levels above. */
      rewritten: z.number().int().optional(),
      /** Stored files that were found damaged and stay so. */
      bad: z.number().int().optional(),
    }),
    { roles: ADMINISTRATION },
  ),
} as const;
