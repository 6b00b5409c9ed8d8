import { z } from 'zod';
import { ConferenceId, ReviewId, StudyId } from '../ids.ts';

/** Line breaks are kept. */
const Words = z.string().max(4000);

/** A case of a conference list. Its words stay in the store; what goes out is cleaned of the names that the store knows. */
export const ConferenceCase = z.strictObject({
  studyId: StudyId,
  /** The second reading that it was taken from; null: a study that somebody chose. */
  reviewId: ReviewId.nullable(),
  question: Words,
  learningPoint: Words,
  /** What only the presenter reads. */
  presenterNotes: Words,
  /** Time for it. */
  minutes: z.number().int().min(1).max(240),
});
export type ConferenceCase = Readonly<z.infer<typeof ConferenceCase>>;

/** Cases of one list, each study once. */
export const ConferenceCases = z
  .array(ConferenceCase)
  .max(200)
  .refine((cases) => new Set(cases.map(({ studyId }) => studyId)).size === cases.length, 'a study stands once');

/** Cases in the order in which they are shown. */
export const Conference = z.strictObject({
  conferenceId: ConferenceId,
  /** From 1; counts what was saved. */
  revision: z.number().int().positive(),
  title: z.string().trim().min(1).max(200),
  cases: z.array(ConferenceCase.extend({ label: z.string() })),
});
export type Conference = Readonly<z.infer<typeof Conference>>;

/** A case of second reading from which something is to be learnt. */
export const TeachableCase = z.strictObject({
  reviewId: ReviewId,
  studyId: StudyId,
  /** Modality, day and description of its study. */
  label: z.string(),
  learningPoint: z.string(),
});
export type TeachableCase = Readonly<z.infer<typeof TeachableCase>>;
