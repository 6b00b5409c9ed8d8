import { z } from 'zod';
import { ProgrammeId, ReaderPseudonym } from '../ids.ts';
import { ReviewModality, ReviewRegion, Shift, SourceFlag } from './source-report.ts';

/**
 * radpeer: scored 1 to 3b. peer-learning: no score at all. prior-while-reading: the prior's report is scored while its follow-up is read,
 * so that it is not blind.
 */
export const ProgrammeKind = z.enum(['radpeer', 'peer-learning', 'prior-while-reading']);
export type ProgrammeKind = z.infer<typeof ProgrammeKind>;

/** By what reports are told apart for a draw. */
export const Dimension = z.enum(['author', 'modality', 'region', 'shift']);
export type Dimension = z.infer<typeof Dimension>;

/** Who reads: empty lists are all. */
export const ProgrammeReviewer = z.strictObject({
  reader: ReaderPseudonym,
  modalities: z.array(ReviewModality).max(50),
  regions: z.array(ReviewRegion).max(50),
  /** Cases of one draw; null: as many as come. */
  most: z.number().int().min(0).max(10_000).nullable(),
});
export type ProgrammeReviewer = Readonly<z.infer<typeof ProgrammeReviewer>>;

/** Cases of one draw that fit: null is any. With `each`, so many of every value that reports have in those dimensions. */
export const Quota = z
  .strictObject({
    author: ReaderPseudonym.nullable(),
    modality: ReviewModality.nullable(),
    region: ReviewRegion.nullable(),
    shift: Shift.nullable(),
    each: z.array(Dimension).max(4),
    /** Drawn before the rest is dealt out, as far as there are reports and readers. */
    least: z.number().int().min(0).max(10_000),
    /** Never more, whatever they were drawn for; null: no bound. */
    most: z.number().int().min(0).max(10_000).nullable(),
  })
  .refine(({ least, most }) => most === null || least <= most, 'least is more than most')
  .refine((quota) => quota.each.every((name) => quota[name] === null), 'each of one value');
export type Quota = Readonly<z.infer<typeof Quota>>;

/** Fewest of which a figure is shown, unless a programme asks for more. */
export const FEWEST_SHOWN = 10;

/** A programme of second reading. What it says is fixed: a change is the next version. */
export const Programme = z.strictObject({
  format: z.literal(1),
  programmeId: ProgrammeId,
  version: z.number().int().min(1),
  name: z.string().trim().min(1).max(200),
  kind: ProgrammeKind,
  reviewers: z.array(ProgrammeReviewer).min(1).max(1000),
  /** Whose reports are read. */
  authors: z.union([z.literal('everyone'), z.array(ReaderPseudonym).min(1).max(5000)]),
  /** Who reads whom, beyond that nobody reads themselves. */
  pairs: z.union([
    z.literal('everyone'),
    z
      .array(z.strictObject({ reviewer: ReaderPseudonym, authors: z.array(ReaderPseudonym).max(5000) }))
      .min(1)
      .max(1000),
  ]),
  /** Two may read each other. */
  reciprocal: z.boolean(),
  /** Reports signed at most so many days before the draw. */
  windowDays: z.number().int().min(1).max(3660),
  /** Looked for on purpose, the weightiest first, up to this share of a draw. */
  targeted: z.strictObject({
    flags: z.array(SourceFlag).max(SourceFlag.options.length),
    share: z.number().min(0).max(1),
  }),
  /** The rest is dealt out over these. equal: as many of each; proportional: as there are reports. */
  strata: z.array(Dimension).max(4),
  allocation: z.enum(['equal', 'proportional']),
  quotas: z.array(Quota).max(500),
  /** Cases that one reviewer may have more than another who could read more. */
  workloadDifference: z.number().int().min(1).max(100),
  /** Fewest cases behind a figure that is shown. */
  minimumN: z.number().int().min(2).max(1000),
  /** Of the group at the registry, digits; null: nothing is exported. */
  groupId: z
    .string()
    .regex(/^\d{1,10}$/)
    .nullable(),
});
export type Programme = Readonly<z.infer<typeof Programme>>;
