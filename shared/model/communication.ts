import { z } from 'zod';
import { CommunicationId, PersonId, ReportId, StudyId } from './ids.ts';

/** 1: minutes, told by voice and read back; 2: hours; 3: days (categories of actionable findings). */
export const FindingCategory = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type FindingCategory = z.infer<typeof FindingCategory>;

/** What its site asked for when a finding was seen: times in minutes from that moment. Frozen with it. */
export const FrozenPolicy = z.strictObject({
  /** When its row asks for attention. */
  alert: z.number().int().min(0),
  /** When it is late. */
  most: z.number().int().min(1),
  /** Told by voice, with the words read back. */
  spoken: z.boolean(),
});
export type FrozenPolicy = z.infer<typeof FrozenPolicy>;

/** How somebody is told. `system`: a message whose acknowledgement is tracked. */
export const CommunicationMethod = z.enum(['phone', 'in-person', 'pager', 'system']);
export type CommunicationMethod = z.infer<typeof CommunicationMethod>;

/** Who is to be told, or was. The number is kept: a wrong one is the commonest cause of delay. */
export const Contact = z.strictObject({
  name: z.string().min(1).max(200),
  role: z.string().min(1).max(200),
  number: z.string().max(100).nullable(),
});
export type Contact = z.infer<typeof Contact>;

/** What came of one attempt. */
export const AttemptOutcome = z.enum(['reached', 'no-answer', 'busy', 'wrong-number', 'message-left', 'sent']);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

const At = { by: PersonId, /** UTC, ISO 8601. */ at: z.string() };

/** One thing that happened; nothing of it is ever changed or taken away. */
export const CommunicationEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('attempted'),
    ...At,
    method: CommunicationMethod,
    to: Contact,
    outcome: AttemptOutcome,
  }),
  /** Told, with the words read back or not. */
  z.strictObject({
    kind: z.literal('communicated'),
    ...At,
    method: CommunicationMethod,
    to: Contact,
    readBack: z.boolean(),
    /** While no line to the site stood. */
    offline: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('acknowledged'), ...At, from: Contact }),
  z.strictObject({
    kind: z.literal('escalated'),
    ...At,
    step: z.number().int().min(1),
    to: Contact.nullable(),
    /** By its clock, and by nobody's hand; absent: somebody did it. */
    byClock: z.literal(true).optional(),
  }),
  /** From now on this is for a colleague to tell. */
  z.strictObject({ kind: z.literal('handed-over'), ...At, to: PersonId, name: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('closed'), ...At }),
  /** Opened in error; the reason stays on the record. */
  z.strictObject({ kind: z.literal('withdrawn'), ...At, reason: z.string().min(1).max(2000) }),
]);
export type CommunicationEvent = z.infer<typeof CommunicationEvent>;

/** A finding that somebody has to be told of, from the moment it was seen. */
export const Communication = z.strictObject({
  communicationId: CommunicationId,
  studyId: StudyId,
  reportId: ReportId.nullable(),
  category: FindingCategory,
  finding: z.string().min(1).max(2000),
  policyId: z.string(),
  /** Absent: the times of rule 3.2. */
  policy: FrozenPolicy.optional(),
  identifiedBy: PersonId,
  /** UTC, ISO 8601. */
  identifiedAt: z.string(),
  events: z.array(CommunicationEvent),
});
export type Communication = z.infer<typeof Communication>;
