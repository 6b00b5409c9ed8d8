import { z } from 'zod';
import { ProgrammeId, ReaderPseudonym, ReviewId, StudyId } from '../ids.ts';
import { BlindRead } from './finding.ts';
import { ProgrammeKind } from './programme.ts';
import { MetBy, Opinion, Reply, ReviewMove, ReviewRole, ReviewState } from './review.ts';
import { ArbitrationOutcome, RadpeerScore, Scoring } from './score.ts';
import { ReviewModality, ReviewRegion } from './source-report.ts';

/** A case as it stands in the list of somebody who has a part in it: no patient, no reader, no site, nothing of why it was drawn. */
export const ReviewRow = z.strictObject({
  reviewId: ReviewId,
  /** "CASE-7K2M4P9Q": of the review, made from nothing else. */
  name: z.string(),
  programmeId: ProgrammeId,
  programmeName: z.string(),
  kind: ProgrammeKind,
  /** What the person at work is to it. */
  role: ReviewRole,
  state: ReviewState,
  modality: ReviewModality,
  region: ReviewRegion,
  /** UTC, ISO 8601. */
  drawnAt: z.iso.datetime(),
  /** Not drawn: how its reviewer met the report. Null: it was drawn, or the person may not know (whoever wrote the report would know by it who read it). */
  met: MetBy.nullable(),
  /** Moves that may be tried now. */
  moves: z.array(z.enum(ReviewMove.options.map((one) => one.shape.kind.value))),
  /** Pictures are here; without them it is read from its report alone, and says so. */
  pixels: z.boolean(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

const Section = z.strictObject({ title: z.string(), text: z.string() });

/** One finding of a report beside one of its reviewer: what they differ in most, or who alone has it. */
export const ComparedFinding = z.strictObject({
  kind: z.enum([
    ...([
      'same',
      'negation',
      'side',
      'measurement',
      'certainty',
      'place',
      'naming',
      'only-report',
      'only-reviewer',
    ] as const),
  ]),
  report: z.string().nullable(),
  reviewer: z.string().nullable(),
});
export type ComparedFinding = z.infer<typeof ComparedFinding>;

/** What a case shows to one person now (shared/review/sight.ts): null is what they may not see yet. */
export const ReviewView = z.strictObject({
  row: ReviewRow,
  /** The report was out of sight until the findings were locked. */
  blind: z.boolean(),
  /** Copy of the study without a name; null: it was not opened yet, or has no pictures. */
  copy: z
    .strictObject({ studyId: StudyId, leftOut: z.array(z.strictObject({ what: z.string(), why: z.string() })) })
    .nullable(),
  /** The report, its names taken out. */
  report: z.strictObject({ sections: z.array(Section) }).nullable(),
  /** Both finding by finding, where the person may see both. */
  compared: z.array(ComparedFinding).nullable(),
  /** What the reviewer has written, or locked. */
  read: BlindRead.nullable(),
  lockedHash: z.string().nullable(),
  lockedAt: z.iso.datetime().nullable(),
  unblindReason: z.string().nullable(),
  scoring: Scoring.nullable(),
  opinions: z.array(z.strictObject({ role: z.enum(['second', 'third']), opinion: Opinion.nullable() })),
  score: RadpeerScore.nullable(),
  outcome: ArbitrationOutcome,
  reply: Reply.nullable(),
  disputed: z.string().nullable(),
  skipped: z.string().nullable(),
  /** Somebody who has to be told of the affected patient is being told; false: nobody, or nobody is affected. */
  told: z.boolean(),
});
export type ReviewView = z.infer<typeof ReviewView>;

/** Somebody as those who run a programme see them. isOfStation: cases may be given to them, here or in packages. */
export const ReviewPerson = z.strictObject({ reader: ReaderPseudonym, name: z.string(), isOfStation: z.boolean() });
export type ReviewPerson = z.infer<typeof ReviewPerson>;
