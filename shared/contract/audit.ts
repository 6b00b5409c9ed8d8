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
  /**
   * Opens one study to somebody whose role does not let them: its pictures, for a shift, with a reason that is reviewed. Not for
   * support, who see no patient data in any case: access/not-allowed.
   */
  'access.breakGlass': call(
    z.strictObject({ studyId: StudyId, code: BreakGlassCode, reason: Words.min(1) }),
    z.strictObject({ grant: BreakGlassGrant, study: StudyForReading }),
    { roles: BREAKING_GLASS },
  ),
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
