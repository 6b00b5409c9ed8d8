import { z } from 'zod';
import { ObjectId, PersonId, StudyId } from './ids.ts';
import { RealWorldMap } from './image.ts';

/** One map of a Real World Value Mapping object, and the images that it is for. */
export const OfferedMap = z.strictObject({
  /** Null where it has no range, no rule or no unit. */
  map: RealWorldMap.nullable(),
  /** What is measured, by its code: "Standardized Uptake Value". */
  quantity: z.string().nullable(),
  /** SOP Instance UIDs. */
  images: z.array(z.string()),
  /** It is for single frames of them: named and not applied. */
  framesOnly: z.boolean(),
});
export type OfferedMap = z.infer<typeof OfferedMap>;

/** What a Real World Value Mapping object says (Part 3, A.46). */
export const ValueMaps = z.strictObject({
  maps: z.array(OfferedMap),
  label: z.string().nullable(),
  creator: z.string().nullable(),
  maker: z.string().nullable(),
  /** DICOM text. */
  date: z.string().nullable(),
  time: z.string().nullable(),
});
export type ValueMaps = z.infer<typeof ValueMaps>;

/** The map that a reader chose for images of one series. An object of our own in the journal: the source never changes. */
export const SeriesValueMap = z.strictObject({
  studyId: StudyId,
  seriesUid: z.string().max(200),
  /** The object, and the place of the map in it. */
  objectId: ObjectId,
  item: z.number().int().nonnegative(),
  map: RealWorldMap,
  /** SOP Instance UIDs that the object names. */
  images: z.array(z.string()),
  /** Whose map it is, as it stands beside each number. */
  words: z.string(),
  by: PersonId,
  /** UTC, ISO 8601. */
  at: z.string(),
});
export type SeriesValueMap = z.infer<typeof SeriesValueMap>;
