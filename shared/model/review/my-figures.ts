import { z } from 'zod';
import { ProgrammeId } from '../ids.ts';
import { CountedEvent, FunnelPlace, RateRow, ShownRate } from './figures.ts';
import { Dimension, ProgrammeKind } from './programme.ts';
import { ErrorClass } from './score.ts';
import { ReviewModality, ReviewRegion } from './source-report.ts';

/** Reports of the others together, as bounds: where they say an exact number, nobody's single score follows from it. */
export const GroupBand = z.strictObject({
  cases: z.number().int(),
  /** Events are at least and at most so many. */
  least: z.number().int(),
  most: z.number().int(),
  /** 95 %, Wilson: the lower bound of the least, the upper one of the most. */
  low: z.number(),
  high: z.number(),
  /** What was settled up to the end of this month, YYYY-MM. */
  until: z.string().regex(/^\d{4}-\d\d$/),
});
export type GroupBand = Readonly<z.infer<typeof GroupBand>>;

/** One of the reader's own reports from which there is something to learn. */
export const Lesson = z.strictObject({
  /** "CASE-7K2M4P9Q". */
  name: z.string(),
  /** When it was agreed, UTC. */
  at: z.iso.datetime(),
  modality: ReviewModality,
  region: ReviewRegion,
  learningPoint: z.string(),
  errorClass: ErrorClass.nullable(),
  greatCall: z.boolean(),
});
export type Lesson = Readonly<z.infer<typeof Lesson>>;

/** What a programme came to for one reader: their own reports, and the others together without a name. */
export const MyProgrammeFigures = z.strictObject({
  programmeId: ProgrammeId,
  name: z.string(),
  kind: ProgrammeKind,
  minimumN: z.number().int(),
  /** Of their reports, settled: with a score or without one. */
  settled: z.number().int(),
  total: ShownRate,
  by: z.array(z.strictObject({ dimension: Dimension.exclude(['author']), rows: z.array(RateRow) })),
  /** Months of the report's signature as YYYY-MM. */
  months: z.array(RateRow),
  /** Null: too few cases of others, or of fewer than three of them. */
  group: GroupBand.nullable(),
  /** What chance alone would make of the group's rate for rising numbers of cases, and where the own rate lies in that. */
  funnel: z
    .strictObject({
      place: FunnelPlace,
      lines: z.array(
        z.strictObject({
          cases: z.number().int(),
          ...{ low95: z.number(), high95: z.number(), low998: z.number(), high998: z.number() },
        }),
      ),
    })
    .nullable(),
  /** The newest first. */
  lessons: z.array(Lesson),
});
export type MyProgrammeFigures = Readonly<z.infer<typeof MyProgrammeFigures>>;

/** One plot of a reader's own figures with its table. */
export const MyFigurePlot = z.enum(['beside', 'funnel', 'modality', 'region', 'shift', 'months', 'lessons']);
export type MyFigurePlot = z.infer<typeof MyFigurePlot>;

/** A reader sees themselves and the anonymous group. */
export const MyFigures = z.strictObject({ event: CountedEvent, programmes: z.array(MyProgrammeFigures) });
export type MyFigures = Readonly<z.infer<typeof MyFigures>>;
