import { z } from 'zod';
import { CertificateFacts } from './certificate.ts';
import { PersonName } from './study.ts';

/** Ways to bring objects here: WADO-RS, C-GET, C-MOVE to our own receiver. */
export const RetrieveWay = z.enum(['wado', 'get', 'move']);
export type RetrieveWay = z.infer<typeof RetrieveWay>;

export const SourceKind = z.enum(['dicomweb', 'dimse']);
export type SourceKind = z.infer<typeof SourceKind>;

/** (0008,0056) Instance Availability; null where the source does not say. */
export const Availability = z.enum(['ONLINE', 'NEARLINE', 'OFFLINE', 'UNAVAILABLE']);
export type Availability = z.infer<typeof Availability>;

/** What to look for; absent: any. Names may hold the wildcards * and ?. */
export const StudyQuery = z.strictObject({
  studyUid: z.string().max(64).optional(),
  patientId: z.string().max(64).optional(),
  patientName: z.string().max(324).optional(),
  birthDate: z.string().max(8).optional(),
  accession: z.string().max(16).optional(),
  modality: z.string().max(16).optional(),
  /** DICOM DA, or a range of two with "-" between; either end may be open. */
  studyDate: z.string().max(17).optional(),
});
export type StudyQuery = z.infer<typeof StudyQuery>;

/** A study as a source describes it. Nothing in it is believed before the objects are here. */
export const FoundStudy = z.strictObject({
  studyUid: z.string(),
  /** (0010,0021), or null: the source's site stands for it then. */
  issuer: z.string().nullable(),
  patientId: z.string().nullable(),
  patientName: PersonName,
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
  studyDate: z.string().nullable(),
  studyTime: z.string().nullable(),
  accession: z.string().nullable(),
  description: z.string().nullable(),
  referring: z.string().nullable(),
  modalities: z.array(z.string()),
  /** Numbers of related series and instances; null where the source does not say. */
  series: z.number().int().nullable(),
  instances: z.number().int().nullable(),
  availability: Availability.nullable(),
});
export type FoundStudy = z.infer<typeof FoundStudy>;

export const FoundSeries = z.strictObject({
  seriesUid: z.string(),
  modality: z.string().nullable(),
  number: z.number().int().nullable(),
  description: z.string().nullable(),
  bodyPart: z.string().nullable(),
  laterality: z.string().nullable(),
  instances: z.number().int().nullable(),
  availability: Availability.nullable(),
  /** When it was begun, by the site's clock: DICOM DA, a space and DICOM TM, as far as the source says. */
  begun: z.string().nullable().optional(),
});
export type FoundSeries = z.infer<typeof FoundSeries>;

export const FoundInstance = z.strictObject({
  sopUid: z.string(),
  sopClass: z.string().nullable(),
  number: z.number().int().nullable(),
});
export type FoundInstance = z.infer<typeof FoundInstance>;

/** Steps of a connection's test, in the order in which they are tried. */
export const SourceStep = z.enum(['name', 'port', 'tls', 'association', 'query', 'retrieve', 'store']);
export type SourceStep = z.infer<typeof SourceStep>;

/** What a step found, in words of the program; `detail` holds statuses, addresses and versions, never a patient. */
export const SourceStepResult = z.strictObject({
  step: SourceStep,
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  words: z.string(),
  next: z.string().nullable(),
  ms: z.number().int().nullable(),
  /** What the server showed in the TLS handshake, believed or not. */
  certificate: CertificateFacts.optional(),
});
export type SourceStepResult = z.infer<typeof SourceStepResult>;
