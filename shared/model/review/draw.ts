import { z } from 'zod';
import { DrawId, ProgrammeId, ReaderPseudonym, SourceReportId } from '../ids.ts';
import { Dimension } from './programme.ts';
import { ReviewModality, ReviewRegion, Shift, SourceFlag } from './source-report.ts';

/** 64 bits, 16 hexadecimal digits. */
export const DrawSeed = z.string().regex(/^[0-9a-f]{16}$/);
export type DrawSeed = z.infer<typeof DrawSeed>;

/** What reports have in common that were drawn from one heap; null: any. */
export const Stratum = z.strictObject({
  author: ReaderPseudonym.nullable(),
  modality: ReviewModality.nullable(),
  region: ReviewRegion.nullable(),
  shift: Shift.nullable(),
});
export type Stratum = Readonly<z.infer<typeof Stratum>>;

/** Why this one: looked for on purpose, for a quota that was not met yet, or dealt out of a stratum. */
export const PickReason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('targeted'), flag: SourceFlag }),
  z.strictObject({
    kind: z.literal('quota'),
    /** Place in the programme's list, from 0. */
    quota: z.number().int().min(0),
    stratum: Stratum,
    least: z.number().int(),
  }),
  z.strictObject({ kind: z.literal('stratum'), by: z.array(Dimension), stratum: Stratum }),
]);
export type PickReason = Readonly<z.infer<typeof PickReason>>;

/** One case, and all that decided it. */
export const Pick = z.strictObject({
  sourceReportId: SourceReportId,
  reviewer: ReaderPseudonym,
  reason: PickReason,
  /** From the generator, 53 bits as a number below 1: the lowest of its heap was taken. */
  lot: z.number().min(0).lt(1),
  /** Place by its lot in that heap, from 1, and how many the heap had. */
  rank: z.number().int().min(1),
  of: z.number().int().min(1),
  /** Cases that the reviewer had before this one. */
  before: z.number().int().min(0),
});
export type Pick = Readonly<z.infer<typeof Pick>>;

/** Why a report was not drawn, whatever its lot. not-drawn: its lot. */
export const PassedOver = z.enum([
  ...(['outside-window', 'author-not-in-programme', 'drawn-before', 'own-case', 'pair-not-in-programme'] as const),
  ...(['reciprocal-pair', 'beyond-reviewers', 'quota-full', 'not-drawn'] as const),
]);
export type PassedOver = z.infer<typeof PassedOver>;

/** Why a draw ended: all that was asked for, nobody can take more, or no report is left that may be drawn. */
export const DrawEnd = z.enum(['complete', 'reviewers-full', 'nothing-left']);
export type DrawEnd = z.infer<typeof DrawEnd>;

/** A draw as it is recorded: with the programme and the same reports it can be drawn again. */
export const Draw = z.strictObject({
  format: z.literal(1),
  drawId: DrawId,
  programmeId: ProgrammeId,
  programmeVersion: z.number().int().min(1),
  seed: DrawSeed,
  generator: z.literal('philox4x32-10'),
  /** UTC, ISO 8601: the end of the window. */
  asOf: z.iso.datetime(),
  asked: z.number().int().min(1),
  candidates: z.number().int().min(0),
  /** SHA-256 of what is drawn from and of what was drawn before, hexadecimal. */
  candidatesHash: z.string().regex(/^[0-9a-f]{64}$/),
  picks: z.array(Pick),
  /** Every report that was not drawn, counted once. */
  skipped: z.array(z.strictObject({ reason: PassedOver, reports: z.number().int().min(1) })),
  /** Everybody, also who got none. exhausted: nothing was left that they may read. */
  workloads: z.array(z.strictObject({ reviewer: ReaderPseudonym, cases: z.number().int(), exhausted: z.boolean() })),
  end: DrawEnd,
});
export type Draw = Readonly<z.infer<typeof Draw>>;

/** As whoever runs it sees it. A reason is kept back (null) of what they read blind themselves: it says whose report it is, or why. */
export const ShownDraw = Draw.extend({ picks: z.array(Pick.extend({ reason: PickReason.nullable() })) });
export type ShownDraw = Readonly<z.infer<typeof ShownDraw>>;
