import { z } from 'zod';
import { Dimension } from './programme.ts';

const Shown = z.strictObject({
  cases: z.number().int(),
  events: z.number().int(),
  rate: z.number(),
  /** 95 %, Wilson. */
  low: z.number(),
  high: z.number(),
});

/** Null: too few, or hidden so that nobody finds another by subtraction. */
export const ShownRate = Shown.nullable();
export type ShownRate = z.infer<typeof ShownRate>;

export const RateRow = z.strictObject({ key: z.string(), shown: ShownRate });

/** Where a rate lies about a target; alarm: outside 99.8 %, warning: outside 95 %. */
export const FunnelPlace = z.enum(['within', 'warning-low', 'warning-high', 'alarm-low', 'alarm-high']);
export type FunnelPlace = z.infer<typeof FunnelPlace>;

/** What counts: any score but 1, or one that is likely clinically significant (2b, 3b). */
export const CountedEvent = z.enum(['any', 'significant']);
export type CountedEvent = z.infer<typeof CountedEvent>;

/** Figures of a programme. Nothing of a patient, and of readers only pseudonyms. */
export const ReviewFigures = z.strictObject({
  event: CountedEvent,
  minimumN: z.number().int(),
  volume: z.strictObject({
    drawn: z.number().int(),
    /** Not drawn: met while a follow-up was read. */
    met: z.number().int(),
    skipped: z.number().int(),
    open: z.number().int(),
    settled: z.number().int(),
    early: z.number().int(),
  }),
  /** Of what was settled with a score. */
  total: ShownRate,
  by: z.array(z.strictObject({ dimension: Dimension, rows: z.array(RateRow) })),
  /** Months of the report's signature as YYYY-MM, in their order. */
  months: z.array(RateRow),
  trend: z.strictObject({ z: z.number(), p: z.number() }).nullable(),
  /** Readers about the rate of all; null: there is none that is shown. */
  funnel: z
    .strictObject({
      target: z.number(),
      points: z.array(
        z.strictObject({
          key: z.string(),
          cases: z.number().int(),
          rate: z.number(),
          place: FunnelPlace,
        }),
      ),
      /** Limits for rising numbers of cases. */
      lines: z.array(
        z.strictObject({
          cases: z.number().int(),
          ...{ low95: z.number(), high95: z.number(), low998: z.number(), high998: z.number() },
        }),
      ),
    })
    .nullable(),
  /** First reviewer against the second opinion, of the cases that had one (they were not drawn by lot): kappa with quadratic weights over 1, 2a, 2b, 3a, 3b. */
  agreement: z
    .strictObject({ cases: z.number().int(), kappa: z.number(), low: z.number(), high: z.number() })
    .nullable(),
  timeToClose: z.strictObject({
    closed: z.number().int(),
    open: z.number().int(),
    /** Hours; most: 90 %. */
    times: z
      .strictObject({ quarter: z.number(), median: z.number(), threeQuarters: z.number(), most: z.number() })
      .nullable(),
  }),
});
export type ReviewFigures = Readonly<z.infer<typeof ReviewFigures>>;

/** One plot of them with its table. */
export const FigurePlot = z.enum([
  ...(['author', 'modality', 'region', 'shift', 'funnel', 'months', 'agreement', 'volume', 'times'] as const),
]);
export type FigurePlot = z.infer<typeof FigurePlot>;
