import { z } from 'zod';
import { PersonId, ReportId, StudyId } from './ids.ts';

/** What is recommended: a modality (PS3.16 CID 29, and DXA), any imaging, or what is no imaging. */
export const FollowUpKind = z.enum([
  'CT',
  'MR',
  'US',
  'XR',
  'MG',
  'NM',
  'PT',
  'DXA',
  'imaging',
  'biopsy',
  'endoscopy',
  'consult',
]);
export type FollowUpKind = z.infer<typeof FollowUpKind>;

/** From now, as it was written: 0 to 2 weeks is "within two weeks". */
export const FollowUpInterval = z.strictObject({
  from: z.number().int().min(0).max(1000),
  to: z.number().int().min(1).max(1000),
  unit: z.enum(['hour', 'day', 'week', 'month', 'year']),
});
export type FollowUpInterval = z.infer<typeof FollowUpInterval>;

/** One recommendation as a text says it. */
export const Recommendation = z.strictObject({
  /** Any of these will do. */
  kinds: z.array(FollowUpKind).min(1).max(6),
  /** Null: no time is said. */
  interval: FollowUpInterval.nullable(),
  /** only: on a condition ("if symptoms persist"). consider: left to whoever treats. */
  strength: z.enum(['recommended', 'consider', 'only-if']),
  /** The sentence. */
  words: z.string().max(2000),
});
export type Recommendation = z.infer<typeof Recommendation>;

const Day = z.iso.date();

/** open: to be done. done: a study that fits is here, or somebody said so. dropped: somebody decided that it is not needed. */
export const FollowUp = z.strictObject({
  followUpId: z.string().min(1).max(64),
  studyId: StudyId,
  reportId: ReportId,
  recommendation: Recommendation,
  /** Days, by the calendar of the report; null: no time is said. */
  dueFrom: Day.nullable(),
  dueTo: Day.nullable(),
  confirmedBy: PersonId,
  /** UTC, ISO 8601. */
  confirmedAt: z.string(),
  /** Null: it is still to be done, as far as anybody said. */
  ended: z
    .strictObject({ how: z.enum(['done', 'dropped']), by: PersonId, at: z.string(), reason: z.string().max(2000) })
    .nullable(),
});
export type FollowUp = z.infer<typeof FollowUp>;

/** One line of the list. */
export const FollowUpRow = FollowUp.extend({
  patientName: z.string(),
  patientId: z.string().nullable(),
  site: z.string(),
  accession: z.string().nullable(),
  studyDate: z.string().nullable(),
  description: z.string().nullable(),
  state: z.enum(['open', 'overdue', 'done', 'dropped']),
  /** The study that came and fits; null: none, or somebody ended it by hand. */
  fulfilledBy: z.strictObject({ studyId: StudyId, studyDate: z.string(), modalities: z.array(z.string()) }).nullable(),
});
export type FollowUpRow = z.infer<typeof FollowUpRow>;
