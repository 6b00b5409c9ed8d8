import { z } from 'zod';
import { ObjectId } from './ids.ts';
import { KeyTitle } from './key-image.ts';
import { KeyLook } from './key-look.ts';

/** What a reader drew on a picture, in pixels of it: the centre of the first is 0,0. */
export const PictureDrawing = z.strictObject({
  tool: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])),
  /** "M1", and what it says: "12.3 mm". */
  label: z.string(),
  words: z.string(),
});
export type PictureDrawing = z.infer<typeof PictureDrawing>;

/** A key image as it was when its report was signed. */
export const ReportedPicture = z.strictObject({
  objectId: ObjectId,
  /** From 1, of so many. */
  frame: z.number().int().positive(),
  frames: z.number().int().positive(),
  studyUid: z.string(),
  seriesUid: z.string(),
  sopUid: z.string().nullable(),
  sopClass: z.string().nullable(),
  modality: z.string().nullable(),
  seriesNumber: z.number().nullable(),
  seriesDescription: z.string().nullable(),
  instanceNumber: z.number().nullable(),
  /** DICOM DA text, of its study. */
  studyDate: z.string().nullable(),
  /** Of one marked by several readers: each title and note once. */
  title: KeyTitle,
  note: z.string(),
  /** Null: nobody knows how it stood on the glass; it is shown as its file asks. */
  look: KeyLook.nullable(),
  drawings: z.array(PictureDrawing),
});
export type ReportedPicture = z.infer<typeof ReportedPicture>;
