import { z } from 'zod';
import { PersonId, StudyId } from '../model/ids.ts';
import { StudyForReading } from '../model/study.ts';
import { call } from './define.ts';
import { AUDITING, BREAKING_GLASS } from './roles.ts';

/** One record of the trail as the audit screen shows it: ids of ours, no patient data. */
export const AuditRecord = z.strictObject({
  seq: z.number().int(),
  /** UTC, ISO 8601, by the clock of the station. */
  at: z.string(),
  personId: z.string(),
  /** Null for a person that the store no longer knows. */
  personName: z.string().nullable(),
  command: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** UTC, ISO 8601. */
const Time = z.iso.datetime();

export const AuditFilter = z.strictObject({
  personId: z.string().max(64).nullable(),
  command: z.string().max(100).nullable(),
  /** Of the study, report, object … that a record names. */
  subject: z.string().max(200).nullable(),
  /** From this time on, and before that one. */
  from: Time.nullable(),
  to: Time.nullable(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditPage = z.strictObject({
  /** The newest first. */
  records: z.array(AuditRecord),
  /** How many fit the filter in all. */
  total: z.number().int(),
  /** Who and what the trail names: the choices of the filter. */
  people: z.array(z.strictObject({ personId: z.string(), name: z.string().nullable() })),
  commands: z.array(z.string()),
});
export type AuditPage = z.infer<typeof AuditPage>;

export const AuditVerdict = z.strictObject({
  ok: z.boolean(),
  records: z.number().int(),
  firstBad: z.number().int().nullable(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

export const BreakGlassCode = z.enum(['emergency', 'covering', 'other']);
export type BreakGlassCode = z.infer<typeof BreakGlassCode>;
export const BreakGlassVerdict = z.enum(['justified', 'not-justified']);
export type BreakGlassVerdict = z.infer<typeof BreakGlassVerdict>;

/** One emergency access to a study. */
export const BreakGlassGrant = z.strictObject({
  grantId: z.string(),
  personId: PersonId,
  personName: z.string().nullable(),
  studyId: StudyId,
  code: BreakGlassCode,
  reason: z.string(),
  at: z.string(),
  until: z.string(),
  endedAt: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  verdict: BreakGlassVerdict.nullable(),
  note: z.string().nullable(),
});
export type BreakGlassGrant = z.infer<typeof BreakGlassGrant>;

/** A study as a hospital names it on the phone, for somebody who is shown no list. */
export const EmergencyTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accession'), accession: z.string().trim().min(1).max(64) }),
  z.strictObject({ kind: z.literal('patient-id'), patientId: z.string().trim().min(1).max(64) }),
]);
export type EmergencyTarget = z.infer<typeof EmergencyTarget>;

/** What tells studies apart without a word of who it is. */
export const EmergencyStudy = z.strictObject({
  studyId: StudyId,
  /** DICOM DA text as stored. */
  studyDate: z.string().nullable(),
  modalities: z.array(z.string()),
  site: z.string(),
  objects: z.number().int(),
});
export type EmergencyStudy = z.infer<typeof EmergencyStudy>;

const Words = z.string().trim().max(2000);

export const auditCalls = {
  /** A page of records, `before` a record or from the newest; the first page of a search is itself recorded. */
  'audit.search': call(
    z.strictObject({
      filter: AuditFilter,
      before: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    AuditPage,
    { roles: AUDITING },
  ),
  /** Walks the whole chain and its seals; recorded. */
  'audit.verify': call(z.strictObject({}), AuditVerdict, { roles: AUDITING }),
  /** Which studies that may be: at most 50, the newest first; audited. */
  'access.emergencyStudies': call(
    z.strictObject({ target: EmergencyTarget }),
    z.strictObject({ studies: z.array(EmergencyStudy) }),
    { roles: BREAKING_GLASS },
  ),
  /**
   * Opens one study to somebody whose role does not let them: its pictures, for a shift, with a reason that is reviewed. Not for
   * support, who see no patient data in any case: access/not-allowed. As a signature it needs a proof of who asks that is not too old:
   * access/proof-needed.
   */
  'access.breakGlass': call(
    z.strictObject({ studyId: StudyId, code: BreakGlassCode, reason: Words.min(1) }),
    z.strictObject({ grant: BreakGlassGrant, study: StudyForReading }),
    { roles: BREAKING_GLASS },
  ),
  /** Ends what this person opened so, before its time; the pages get no more of its pictures. */
  'access.endBreakGlass': call(z.strictObject({}), z.strictObject({ studies: z.array(StudyId) }), {
    roles: BREAKING_GLASS,
  }),
  'access.breakGlassList': call(z.strictObject({}), z.strictObject({ grants: z.array(BreakGlassGrant) }), {
    roles: AUDITING,
  }),
  /** audit/own-access for an access of one's own. */
  'access.reviewBreakGlass': call(
    z.strictObject({ grantId: z.string().max(64), verdict: BreakGlassVerdict, note: Words }),
    BreakGlassGrant,
    { roles: AUDITING },
  ),
} as const;
