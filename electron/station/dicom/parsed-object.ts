import { z } from 'zod';
import { ImageInfo } from '../../../shared/model/image.ts';
import { RejectionNote } from '../../../shared/model/rejection.ts';
import { PersonName } from '../../../shared/model/study.ts';

/** One file, read and understood by the parser process: what the index rows are made from. Text is decoded Unicode. */
export const ParsedObject = z.strictObject({
  /** Of the whole file as it came; null where only its beginning was read, or nobody asked. */
  sha256: z.string().nullable(),
  bytes: z.number().int(),
  /** SHA-256 of the data set bytes after group 2 (inflated when deflated); null where nobody asked. */
  dataSetSha256: z.string().nullable(),
  /** The beginning that all this was understood from, where that was not the whole file: its length and its SHA-256. */
  start: z.strictObject({ bytes: z.number().int(), sha256: z.string() }).nullable(),
  /** SHA-256 of a canonical walk of the attributes without pixel data and what depends on the transfer syntax. */
  headerSha256: z.string(),
  /** The 128 bytes before DICM look like a program, a script or an archive. */
  preambleSuspicious: z.boolean(),
  transferSyntax: z.string(),
  sopUid: z.string().nullable(),
  sopClass: z.string().nullable(),
  studyUid: z.string().nullable(),
  seriesUid: z.string().nullable(),
  patient: z.strictObject({
    patientId: z.string().nullable(),
    issuer: z.string().nullable(),
    name: PersonName,
    birthDate: z.string().nullable(),
    sex: z.string().nullable(),
    age: z.string().nullable(),
  }),
  study: z.strictObject({
    date: z.string().nullable(),
    time: z.string().nullable(),
    accession: z.string().nullable(),
    description: z.string().nullable(),
    referring: z.string().nullable(),
    institution: z.string().nullable(),
  }),
  series: z.strictObject({
    modality: z.string().nullable(),
    number: z.number().int().nullable(),
    description: z.string().nullable(),
    bodyPart: z.string().nullable(),
    laterality: z.string().nullable(),
    protocol: z.string().nullable(),
    frameOfReference: z.string().nullable(),
    date: z.string().nullable(),
    time: z.string().nullable(),
  }),
  image: ImageInfo.omit({ objectId: true, conflict: true, rejected: true }),
  /** What it takes back, of a rejection note; absent: it is none. */
  rejects: RejectionNote.optional(),
  /** Tolerated oddities, as codes for the repair log: "odd-length", "group-length-wrong" … */
  notes: z.array(z.string()),
});
export type ParsedObject = z.infer<typeof ParsedObject>;
