import { z } from 'zod';
import { ObjectId } from '../ids.ts';
import { Point2 } from '../measurement.ts';
import { ReportSeenMap, SeenLook } from '../seen.ts';

/** Something that one reader drew or marked, on the pictures of the copy. */
export const BesideMark = z.strictObject({
  kind: z.enum(['measurement', 'key-image']),
  /** "M1"; title of a key image. */
  label: z.string(),
  /** "12.3 mm"; note of a key image. */
  words: z.string(),
  /** Null: its picture is not in the copy. */
  at: z.strictObject({ objectId: ObjectId, frame: z.number().int().positive() }).nullable(),
  /** Pixels of that picture, the centre of the first is 0,0; null: it lies on a reformat or on no one picture. */
  drawn: z.strictObject({ tool: z.string(), points: z.array(Point2) }).nullable(),
});
export type BesideMark = Readonly<z.infer<typeof BesideMark>>;

const Series = ReportSeenMap.shape.series.element;
const SeenPictureOf = Series.shape.objects.element.omit({ objectId: true, shown: true }).extend({
  /** Null: it is not in the copy. */
  objectId: ObjectId.nullable(),
  /** Frames that were shown, in rising order; not when. */
  shown: z.array(SeenLook.omit({ objectId: true })),
});

/** What of a series one reader had on the glass. UIDs are those of the copy. */
export const BesideSeries = Series.omit({ objects: true }).extend({ objects: z.array(SeenPictureOf) });
export type BesideSeries = Readonly<z.infer<typeof BesideSeries>>;

/** What one reader drew and had on the glass. */
export const BesideSide = z.strictObject({
  marks: z.array(BesideMark),
  /** Null: nothing was kept of what was shown. */
  seen: z.array(BesideSeries).nullable(),
});
export type BesideSide = Readonly<z.infer<typeof BesideSide>>;

/** One side as it travels between stations: pictures by their UIDs in the copy that was sent to its reader. */
export const SentSide = z.strictObject({
  marks: z
    .array(
      BesideMark.omit({ at: true }).extend({
        at: z.strictObject({ sopUid: z.string().max(64), frame: z.number().int().positive() }).nullable(),
      }),
    )
    .max(10_000),
  seen: z
    .array(BesideSeries.omit({ objects: true }).extend({ objects: z.array(SeenPictureOf.omit({ objectId: true })) }))
    .nullable(),
});
export type SentSide = Readonly<z.infer<typeof SentSide>>;

/** Both readers beside each other; null: not to be seen yet, or nothing was kept. */
export const ReviewBeside = z.strictObject({
  /** As frozen with the report. */
  original: BesideSide.nullable(),
  /** As frozen when the findings were locked. */
  reviewer: BesideSide.nullable(),
});
export type ReviewBeside = Readonly<z.infer<typeof ReviewBeside>>;
