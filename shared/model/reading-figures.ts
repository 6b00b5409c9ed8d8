import { z } from 'zod';
import { FindingCategory } from './communication.ts';

/** One thing that was measured: when it ended, UTC milliseconds, and how many minutes it took. */
export const FigurePoint = z.strictObject({ at: z.number(), minutes: z.number().min(0) });
export type FigurePoint = z.infer<typeof FigurePoint>;

export const ReadingClass = z.enum(['stat', 'urgent', 'routine', 'none']);
export type ReadingClass = z.infer<typeof ReadingClass>;

/** How reading went over some days: nothing of any patient. */
export const ReadingFigures = z.strictObject({
  /** UTC, ISO 8601. */
  from: z.string(),
  to: z.string(),
  /** By the class of the order; none: no order is known. */
  turnaround: z.array(
    z.strictObject({
      class: ReadingClass,
      /** Minutes that most of them had; null: nobody promised a time. */
      target: z.number().nullable(),
      inTime: z.number().int(),
      total: z.number().int(),
      points: z.array(FigurePoint),
    }),
  ),
  /** By the hour in which they began, UTC milliseconds: cases that were left for another before they were signed. */
  interruptions: z.array(z.strictObject({ at: z.number(), count: z.number().int() })),
  /** Findings that nobody was told of, at the end of each day, UTC milliseconds. */
  openLoops: z.array(z.strictObject({ at: z.number(), count: z.number().int() })),
  told: z.array(
    z.strictObject({
      category: FindingCategory,
      inTime: z.number().int(),
      total: z.number().int(),
      open: z.number().int(),
      points: z.array(FigurePoint),
    }),
  ),
});
export type ReadingFigures = z.infer<typeof ReadingFigures>;
