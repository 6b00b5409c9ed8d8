import { z } from 'zod';
import { ObjectId, PatientKey, SeriesId, StudyId } from './ids.ts';
import { ImageInfo } from './image.ts';
import { RejectedImages } from './rejection.ts';
import { RowHold } from './case-hold.ts';
import { ClaimWords } from './site-claim.ts';
import { PrefetchPin } from './prefetch.ts';
import { ReadinessFacts } from './readiness.ts';
import { OrderFacts, OrderPriority } from './order-facts.ts';
import { StudyBeside } from './study-beside.ts';

/** Person name groups as decoded text (Part 5, 6.2.1), components still separated by ^. */
export const PersonName = z.strictObject({ alphabetic: z.string(), ideographic: z.string(), phonetic: z.string() });
export type PersonName = z.infer<typeof PersonName>;

export const PatientIdentity = z.strictObject({
  patientKey: PatientKey,
  /** (0010,0021), else the source's site, else "local media". */
  issuer: z.string(),
  patientId: z.string().nullable(),
  name: PersonName,
  /** DICOM DA text as stored; may be empty or partial. */
  birthDate: z.string().nullable(),
  sex: z.string().nullable(),
  /** Same issuer and id as another patient, with another name or birth date. */
  identityConflict: z.boolean(),
});
export type PatientIdentity = z.infer<typeof PatientIdentity>;

/** damaged: objects of it are kept out of use (shared/rules/readiness). */
export const Readiness = z.enum(['offline-ready', 'arriving', 'incomplete', 'damaged', 'at-site']);
export type Readiness = z.infer<typeof Readiness>;

/** One line of the worklist. Counts: received objects, expected where somebody said. */
export const WorklistRow = z.strictObject({
  studyId: StudyId,
  studyUid: z.string(),
  patient: PatientIdentity,
  /** DICOM DA and TM text as stored. */
  studyDate: z.string().nullable(),
  studyTime: z.string().nullable(),
  /** DICOM AS text, or null: age is computed from birth and study date when both are known. */
  patientAge: z.string().nullable(),
  modalities: z.array(z.string()),
  description: z.string().nullable(),
  bodyParts: z.array(z.string()),
  accession: z.string().nullable(),
  referring: z.string().nullable(),
  site: z.string(),
  institution: z.string().nullable(),
  reason: z.string().nullable(),
  priority: OrderPriority.nullable(),
  series: z.number().int(),
  received: z.number().int(),
  expected: z.number().int().nullable(),
  /** Of the received ones: damaged since, and kept out of use. */
  damaged: z.number().int(),
  /** Taken back by the site, not among the received ones; absent: none. */
  rejected: z.array(RejectedImages).optional(),
  /** What its sites say otherwise now, in words without a name; absent: nothing. */
  siteNews: z.array(z.string()).optional(),
  priors: z.number().int(),
  readiness: Readiness,
  reportState: z.enum(['none', 'draft', 'preliminary', 'final', 'addended', 'corrected', 'withdrawn']),
  /** The other studies that a report of it is about; absent: none. */
  reportedWith: z.array(z.string()).optional(),
  /** Objects that came after its report was signed; absent: none. */
  imagesSince: z.number().int().positive().optional(),
  /** Series that stands for the study in a thumbnail, with the object and frame to draw. */
  thumbnail: z.strictObject({ objectId: ObjectId, frame: z.number().int() }).nullable(),
  /** UTC, ISO 8601. */
  arrivedAt: z.string(),
  /** Kept here whatever room is needed, and fetched first; `mine`: by whoever is at work. */
  kept: z.strictObject({ pin: PrefetchPin, mine: z.boolean() }).optional(),
  /** Of the imaging order, where the site sent one. A row `at-site` is an order alone: its studyId is the order's id. */
  order: OrderFacts.optional(),
  /** Given back to its site until something comes; absent: it is not. */
  hold: RowHold.optional(),
  /** What became of its reading task at a site that keeps claims so. */
  siteClaim: ClaimWords.optional(),
});
export type WorklistRow = z.infer<typeof WorklistRow>;

export const SeriesInfo = z.strictObject({
  seriesId: SeriesId,
  seriesUid: z.string(),
  modality: z.string().nullable(),
  number: z.number().int().nullable(),
  description: z.string().nullable(),
  bodyPart: z.string().nullable(),
  laterality: z.string().nullable(),
  protocol: z.string().nullable(),
  frameOfReference: z.string().nullable(),
  /** DICOM DA and TM text. */
  date: z.string().nullable(),
  time: z.string().nullable(),
  received: z.number().int(),
  expected: z.number().int().nullable(),
  /** Taken back by the site, not among the received ones; absent: none. */
  rejected: z.number().int().optional(),
  thumbnail: z.strictObject({ objectId: ObjectId, frame: z.number().int() }).nullable(),
});
export type SeriesInfo = z.infer<typeof SeriesInfo>;

/** A series with its objects in display order (shared/dicom/sort-images). */
export const SeriesForReading = SeriesInfo.extend({ images: z.array(ImageInfo) });
export type SeriesForReading = z.infer<typeof SeriesForReading>;

export const PriorInfo = z.strictObject({
  studyId: StudyId,
  studyUid: z.string(),
  studyDate: z.string().nullable(),
  /** DICOM TM text: tells priors of one day apart. */
  studyTime: z.string().nullable().optional(),
  modalities: z.array(z.string()),
  description: z.string().nullable(),
  bodyParts: z.array(z.string()),
  site: z.string(),
  /** 0 to 1 with the reasons in words, best first. */
  relevance: z.number(),
  reasons: z.array(z.string()),
  /** "other issuer, linked by …", of a patient of another issuer that a reader said is the same person. */
  linked: z.string().optional(),
  reportState: WorklistRow.shape.reportState,
});
export type PriorInfo = z.infer<typeof PriorInfo>;

/** What a list shows of a study before it is opened: no image is described. */
export const StudyPreview = z.strictObject({
  series: z.array(SeriesInfo),
  priors: z.array(PriorInfo),
  /** What is known of reading it offline; absent: nobody looked. */
  readiness: ReadinessFacts.optional(),
});
export type StudyPreview = z.infer<typeof StudyPreview>;

export const StudyForReading = z.strictObject({
  study: WorklistRow,
  series: z.array(SeriesForReading),
  priors: z.array(PriorInfo),
  /** Absent: nobody looked. */
  beside: StudyBeside.optional(),
});
export type StudyForReading = z.infer<typeof StudyForReading>;
