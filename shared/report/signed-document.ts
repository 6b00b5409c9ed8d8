import { z } from 'zod';
import { PersonId, ReportId, StudyId } from '../model/ids.ts';
import { Code, ReportContent, ReportedMeasurement, ReportTemplate } from '../model/report.ts';
import { PointResponses } from '../model/lesion.ts';
import { LossyReading } from '../model/lossy.ts';
import { ReportedPicture } from '../model/reported-picture.ts';
import { SignedReportState } from '../model/report-state.ts';
import { PersonName } from '../model/study.ts';
import { ToldFinding } from '../model/told-finding.ts';
import { canonicalJson } from './canonical.ts';

/** A stored object named by a document: series, instance and class UIDs. */
export const ObjectReference = z.strictObject({ seriesUid: z.string(), sopUid: z.string(), sopClass: z.string() });
export type ObjectReference = z.infer<typeof ObjectReference>;

/** One section as it is read: heading, text with LF between lines, and the filled fields. */
export const RenderedSection = z.strictObject({
  sectionId: z.string(),
  title: z.string(),
  code: Code,
  text: z.string(),
  fields: z.array(
    z.strictObject({
      label: z.string(),
      value: z.string(),
      unit: z.string().nullable(),
      code: Code.nullable(),
      numeric: z.boolean(),
      /** By which rule it was computed, and what the reader changed. */
      note: z.string().optional(),
    }),
  ),
});
export type RenderedSection = z.infer<typeof RenderedSection>;

/** One of the studies that a report of several is about, as it was at the signature. */
export const ReportedStudy = z.strictObject({
  studyId: StudyId,
  studyUid: z.string(),
  accession: z.string().nullable(),
  /** Of the order that names it, as its site gave them; null: none is known. */
  placer: z.string().nullable(),
  filler: z.string().nullable(),
  description: z.string().nullable(),
  modalities: z.array(z.string()),
  objects: z.number().int(),
  /** As `objectsHash`. */
  objectsHash: z.string(),
  pictures: z.number().int(),
  shown: z.number().int(),
  /** Its objects, as `evidence`; empty for the own study, whose objects stand there. */
  evidence: z.array(ObjectReference),
});
export type ReportedStudy = z.infer<typeof ReportedStudy>;

/**
 * Everything that a signature covers. It is frozen as canonical JSON, its SHA-256 is the report's hash, and every output is a
 * pure function of it: the same document gives the same bytes.
 */
export const SignedDocument = z.strictObject({
  format: z.literal(1),
  reportId: ReportId,
  state: SignedReportState,
  template: ReportTemplate,
  content: ReportContent,
  patient: z.strictObject({
    patientId: z.string().nullable(),
    issuer: z.string(),
    name: PersonName,
    /** DICOM DA text. */
    birthDate: z.string().nullable(),
    sex: z.string().nullable(),
  }),
  study: z.strictObject({
    studyUid: z.string(),
    /** DICOM DA and TM text. */
    date: z.string().nullable(),
    time: z.string().nullable(),
    accession: z.string().nullable(),
    description: z.string().nullable(),
    referring: z.string().nullable(),
    institution: z.string().nullable(),
    modalities: z.array(z.string()),
  }),
  /** Numbers of the order of the own study, as its site gave them; absent: none is known. */
  order: z.strictObject({ placer: z.string().nullable(), filler: z.string().nullable() }).optional(),
  /** Every study that it is about, the own one first; absent: that one alone. */
  accessions: z.array(ReportedStudy).min(2).optional(),
  /** Measurements that the text names or fields were taken from, in the order of first mention. */
  measurements: z.array(ReportedMeasurement),
  /** What the lesions of the text came to at this study (RECIST 1.1); absent: it names none, or there is no response. */
  responses: PointResponses.optional(),
  /** Key images of its studies, as they stood; absent: nobody marked one. */
  keyImages: z.array(ReportedPicture).optional(),
  /** Every object of the study that was here at signing and has the UIDs to be named. */
  evidence: z.array(ObjectReference),
  objectsReceived: z.number().int(),
  objectsExpected: z.number().int().nullable(),
  /** SHA-256, hex, over the sorted hashes of all objects of the study that were here. */
  objectsHash: z.string(),
  /** What of the study was read: each series with its files, and how many pictures were shown; absent: signed before that was kept. */
  fingerprint: z
    .strictObject({
      pictures: z.number().int(),
      shown: z.number().int(),
      /** In series order; SHA-256, hex, over the sorted hashes of the files of the series. */
      series: z.array(z.strictObject({ seriesUid: z.string(), files: z.number().int(), hash: z.string() })),
    })
    .optional(),
  signer: z.strictObject({ personId: PersonId, name: z.string() }),
  /** UTC, ISO 8601, and the zone of the signer's clock ("+01:00"). */
  at: z.string(),
  zone: z.string(),
  /** Lossy pictures that it was made from; absent: none. */
  lossy: LossyReading.optional(),
  /** Findings that somebody was told of before the signature; absent: none. */
  communications: z.array(ToldFinding).optional(),
  /** Codes of the check findings that the signer accepted. */
  acknowledged: z.array(z.string()),
  /** Our own UIDs of what is made from this document; `measurements` is null when nothing was measured. */
  uids: z.strictObject({
    series: z.string(),
    report: z.string(),
    measurementSeries: z.string(),
    measurements: z.string().nullable(),
  }),
  predecessor: z
    .strictObject({
      reportId: ReportId,
      hash: z.string(),
      signerName: z.string(),
      at: z.string(),
      zone: z.string(),
      object: ObjectReference,
      /** The first of the preliminary reports that this one takes the place of: their messages bear its number. */
      first: ReportId.optional(),
      /** The text that an addendum is about, the newest first; else that of the report it follows. Frozen with the rest. */
      sections: z.array(RenderedSection),
    })
    .nullable(),
  /** Why the text of a signed report was changed, or why it was withdrawn; absent: neither. */
  reason: z.string().optional(),
  /** Of a correction to an addendum: the text that stands beside it still, the newest first; absent: none. */
  carried: z.array(RenderedSection).optional(),
  /** Of a withdrawal: every object of the line that receivers may have. */
  rejects: z.array(ObjectReference).optional(),
  /** And the reports whose numbers the messages of the line bear, the oldest first. */
  withdraws: z.array(ReportId).optional(),
  /** Signed in an evaluation store: every output says so. */
  evaluation: z.boolean(),
});
export type SignedDocument = z.infer<typeof SignedDocument>;

/** The bytes that are hashed and stored. */
export function documentJson(document: SignedDocument): string {
  return canonicalJson(document);
}

/** The accession numbers of everything that a document is about, each once, the own one first. */
export function accessionsOf({
  study,
  accessions = [],
}: Pick<SignedDocument, 'study' | 'accessions'>): readonly string[] {
  const all = [study.accession, ...accessions.map(({ accession }) => accession)];
  return [...new Set(all.filter((one) => one !== null))];
}

/** The studies of a document beside its own. */
export function otherStudies({ accessions = [] }: Pick<SignedDocument, 'accessions'>): readonly ReportedStudy[] {
  return accessions.slice(1);
}

/** On everything that is made of a report which nobody has verified. */
export const PRELIMINARY_NOTICE = 'PRELIMINARY - not verified';

/** On everything that is made of a withdrawal. */
export const WITHDRAWN_NOTICE = 'WITHDRAWN - this report was wrong. Do not use it';

/** On everything that is made of a correction. */
export const CORRECTED_NOTICE = 'CORRECTED - takes the place of a signed report';

const STATE_NOTICES: Readonly<Record<SignedDocument['state'], readonly string[]>> = {
  preliminary: [PRELIMINARY_NOTICE],
  final: [],
  addendum: [],
  corrected: [CORRECTED_NOTICE],
  withdrawn: [WITHDRAWN_NOTICE],
};

export const EVALUATION_NOTICE = 'Evaluation only. Not for clinical use.';

/** The text that stands beside what the document itself says, and that its outputs carry: a receiver may show the newest alone. */
export function textBeside({ state, predecessor, carried }: SignedDocument): readonly RenderedSection[] {
  return state === 'addendum' ? (predecessor?.sections ?? []) : (carried ?? []);
}

/** Of a report in this state, wherever it is shown. */
export function stateNotices(state: SignedDocument['state'] | 'draft'): readonly string[] {
  return state === 'draft' ? [] : STATE_NOTICES[state];
}

/** What every readable output says at its head; empty for a final report of a clinical store. */
export function notices({ state, evaluation }: Pick<SignedDocument, 'state' | 'evaluation'>): readonly string[] {
  return [...STATE_NOTICES[state], ...(evaluation ? [EVALUATION_NOTICE] : [])];
}
