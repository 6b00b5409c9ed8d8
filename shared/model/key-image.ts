import { z } from 'zod';
import { ObjectId, PersonId, StudyId } from './ids.ts';
import { KeyLook } from './key-look.ts';
import { Code } from './report.ts';

/** Document titles of key object selections that a reader gives (Part 16, CID 7010). */
export const KEY_TITLES = {
  'of-interest': ['113000', 'Of Interest'],
  referring: ['113002', 'For Referring Provider'],
  surgery: ['113003', 'For Surgery'],
  teaching: ['113004', 'For Teaching'],
  conference: ['113005', 'For Conference'],
  therapy: ['113006', 'For Therapy'],
  patient: ['113007', 'For Patient'],
  'peer-review': ['113008', 'For Peer Review'],
  research: ['113009', 'For Research'],
  'quality-issue': ['113010', 'Quality Issue'],
  'best-in-set': ['113013', 'Best In Set'],
  printing: ['113018', 'For Printing'],
  attachment: ['113020', 'For Report Attachment'],
  frames: ['113036', 'Group of Frames for Display'],
} as const satisfies Record<string, readonly [code: string, meaning: string]>;
export const KeyTitle = z.enum(Object.keys(KEY_TITLES) as [keyof typeof KEY_TITLES, ...(keyof typeof KEY_TITLES)[]]);
export type KeyTitle = z.infer<typeof KeyTitle>;

/** Longest note of a key image, characters. */
export const KEY_NOTE = 1000;

/** A picture that somebody marked. One a person and frame. */
export const KeyImage = z.strictObject({
  studyId: StudyId,
  objectId: ObjectId,
  /** From 1. */
  frame: z.number().int().positive(),
  title: KeyTitle,
  note: z.string().max(KEY_NOTE),
  /** How it stood on the glass; absent: nobody knows. */
  look: KeyLook.optional(),
  by: PersonId,
  /** UTC, ISO 8601. */
  at: z.string(),
});
export type KeyImage = z.infer<typeof KeyImage>;

/** One picture that a key object document names; `frame` null: the object as a whole. */
export const KeyReference = z.strictObject({
  studyUid: z.string(),
  seriesUid: z.string(),
  sopUid: z.string(),
  sopClass: z.string(),
  frame: z.number().int().positive().nullable(),
});
export type KeyReference = z.infer<typeof KeyReference>;

/** What a key object document says (Part 3, A.35.4; Part 16, TID 2010). */
export const KeyObject = z.strictObject({
  title: Code,
  /** 113011: of a rejection, a quality issue or a best set. */
  modifier: Code.nullable(),
  /** 113012; empty: none. */
  note: z.string(),
  /** Who or what chose, as the document names them; null: nobody is named. */
  observer: z.string().nullable(),
  /** DICOM DA and TM text of its content. */
  date: z.string().nullable(),
  time: z.string().nullable(),
  references: z.array(KeyReference),
  /** SOP Instance UIDs of what it names that is no picture: presentation states, waveforms. */
  others: z.array(z.string()),
});
export type KeyObject = z.infer<typeof KeyObject>;
