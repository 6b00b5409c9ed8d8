import { z } from 'zod';
import { KEEP_REASONS } from '../rules/retention.ts';
import { ShortCode } from './credentials.ts';
import { StudyId } from './ids.ts';
import { RETENTION_EVENTS } from './site-profile.ts';

/** Why a study is held. A closed list: free words would be of a patient. */
export const HOLD_REASONS = ['legal', 'complaint', 'incident', 'research', 'teaching', 'site-asks'] as const;
export const HoldReason = z.enum(HOLD_REASONS);
export type HoldReason = z.infer<typeof HoldReason>;

/** What somebody writes down about how long a study is kept. Times are UTC, ISO 8601. */
export const RetentionNote = z.discriminatedUnion('kind', [
  /** The site confirmed that it has the last report. */
  z.strictObject({ kind: z.literal('delivered'), at: z.iso.datetime() }),
  z.strictObject({ kind: z.literal('event'), event: z.enum(RETENTION_EVENTS), at: z.iso.datetime() }),
  /** Nothing deletes it by time or event before the hold is released. */
  z.strictObject({ kind: z.literal('hold'), reason: HoldReason.optional() }),
  z.strictObject({ kind: z.literal('release') }),
]);
export type RetentionNote = z.infer<typeof RetentionNote>;

/** One study, or every study of a site of the store that is there now. */
export const RetentionTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('study-uid'), studyUid: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('study'), studyId: StudyId }),
  z.strictObject({ kind: z.literal('site'), site: z.string().min(1).max(64) }),
]);
export type RetentionTarget = z.infer<typeof RetentionTarget>;

/** A study that nothing deletes by rule. Who holds need not be one who may see: ids of ours and counts. */
export const HeldStudy = z.strictObject({
  studyId: StudyId,
  siteName: z.string(),
  objects: z.number().int(),
  /** Since when, UTC. */
  at: z.string(),
  /** Null: it was held before reasons were asked for, or by somebody who gave none. */
  reason: HoldReason.nullable(),
  byName: z.string(),
});
export type HeldStudy = z.infer<typeof HeldStudy>;

export const PURGE_CAUSES = ['delivery', ...RETENTION_EVENTS] as const;

/** One study that would go. Ids of ours and counts: who may purge need not be one who may see. */
export const PurgeLine = z.strictObject({
  studyId: StudyId,
  because: z.enum(PURGE_CAUSES),
  dueAt: z.string(),
  objects: z.number().int(),
  bytes: z.number(),
});
export type PurgeLine = z.infer<typeof PurgeLine>;

export const RetentionSite = z.strictObject({
  siteCode: ShortCode,
  siteName: z.string(),
  /** Of the profile that is asked. */
  serial: z.number().int(),
  /** A sentence: what the site asks for. */
  rule: z.string(),
  purge: z.array(PurgeLine),
  /** What stays, and why; the most common first. */
  kept: z.array(z.strictObject({ reason: z.enum(KEEP_REASONS), studies: z.number().int() })),
});
export type RetentionSite = z.infer<typeof RetentionSite>;

/** What a purge would do now. */
export const RetentionPreview = z.strictObject({
  at: z.string(),
  sites: z.array(RetentionSite),
  studies: z.number().int(),
  objects: z.number().int(),
  bytes: z.number(),
  /** SHA-256, hex, of what would go: a purge names it. Null: nothing would. */
  plan: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** More is due than one purge takes. */
  more: z.boolean(),
  /** Studies of sites without a profile that says how long: nothing is deleted for them. */
  unruled: z.number().int(),
  lastBackup: z.string().nullable(),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;
