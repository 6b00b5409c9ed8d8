import type { PersonId, ReportId } from '../../../shared/model/ids.ts';
import type { ReportContent, ReportTemplate } from '../../../shared/model/report.ts';
import { documentSections } from '../../../shared/report/lossy-reading.ts';
import type { PointResponses } from '../../../shared/model/lesion.ts';
import type { LossyReading } from '../../../shared/model/lossy.ts';
import type { ReportedPicture } from '../../../shared/model/reported-picture.ts';
import type { ToldFinding } from '../../../shared/model/told-finding.ts';
import { documentJson, textBeside } from '../../../shared/report/signed-document.ts';
import type { RenderedSection, ReportedStudy, SignedDocument } from '../../../shared/report/signed-document.ts';
import type { SignedState } from '../../../shared/report/state-machine.ts';
import { canBeReferenced } from '../dicom/write/sr-measurements.ts';
import { REPORT_CLASS } from '../dicom/write/sr-report.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { ReportRow } from './report-store.ts';
import type { ReceivedObjects, StudyFacts } from './study-facts.ts';

export interface SignInput {
  readonly row: ReportRow;
  readonly state: SignedState;
  readonly template: ReportTemplate;
  readonly content: ReportContent;
  readonly facts: StudyFacts;
  readonly received: ReceivedObjects;
  /** Pictures of the study, and how many of them were on the glass of who signs. */
  readonly shown: { readonly pictures: number; readonly shown: number };
  readonly measurements: SignedDocument['measurements'];
  readonly keyImages: readonly ReportedPicture[];
  readonly studyUid: string;
  /** Of the own study. */
  readonly order: NonNullable<SignedDocument['order']>;
  /** Every study that it is about, the own one first; empty: that one alone. */
  readonly accessions: readonly ReportedStudy[];
  readonly predecessor: { readonly document: SignedDocument; readonly hash: string } | null;
  readonly signer: { readonly personId: PersonId; readonly name: string };
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly zone: string;
  readonly acknowledged: readonly string[];
  readonly communications: readonly ToldFinding[];
  readonly lossy: LossyReading | null;
  readonly responses: PointResponses | null;
  readonly evaluation: boolean;
  /** Why something signed is corrected or withdrawn; null: it is neither. */
  readonly reason: string | null;
  /** Of a withdrawal. */
  readonly taken?: Pick<SignedDocument, 'rejects' | 'withdraws'>;
  /** Gives a fresh UID each time. */
  readonly newUid: () => string;
}

export interface FrozenReport {
  readonly document: SignedDocument;
  /** Canonical JSON of the document, and its SHA-256. */
  readonly json: string;
  readonly hash: string;
}

/** Puts together and hashes what a signature covers. */
export function freezeReport(input: SignInput): FrozenReport {
  const { row, facts, received, measurements } = input;
  const document: SignedDocument = {
    format: 1,
    reportId: row.report_id,
    state: input.state,
    template: input.template,
    content: input.content,
    patient: facts.patient,
    study: { studyUid: input.studyUid, ...facts.study },
    ...(input.order.placer === null && input.order.filler === null ? {} : { order: input.order }),
    ...(input.accessions.length === 0 ? {} : { accessions: [...input.accessions] }),
    measurements,
    ...(input.responses === null ? {} : { responses: input.responses }),
    ...(input.keyImages.length === 0 ? {} : { keyImages: [...input.keyImages] }),
    evidence: [...received.references],
    objectsReceived: received.count,
    objectsExpected: facts.expected,
    objectsHash: received.hash,
    fingerprint: { ...input.shown, series: [...received.series] },
    signer: input.signer,
    at: input.at,
    zone: input.zone,
    ...(input.lossy === null ? {} : { lossy: input.lossy }),
    ...(input.communications.length === 0 ? {} : { communications: [...input.communications] }),
    acknowledged: [...new Set(input.acknowledged)].sort(),
    uids: {
      series: input.newUid(),
      report: input.newUid(),
      measurementSeries: input.newUid(),
      measurements: measurements.some((entry) => canBeReferenced(entry)) ? input.newUid() : null,
    },
    predecessor: input.predecessor === null ? null : predecessorOf(input.predecessor, input.state),
    ...(input.reason === null ? {} : { reason: input.reason }),
    ...carriedBy(input),
    ...input.taken,
    evaluation: input.evaluation,
  };
  const json = documentJson(document);
  return { document, json, hash: sha256Hex(json) };
}

interface Frozen {
  readonly document: SignedDocument;
  readonly hash: string;
}

/** What stood beside the report that is corrected or withdrawn stands there still, or goes with it. */
function carriedBy({ state, predecessor }: SignInput): Pick<SignedDocument, 'carried'> {
  if (predecessor === null || (state !== 'corrected' && state !== 'withdrawn')) return {};
  const carried = [...textBeside(predecessor.document)];
  return carried.length === 0 ? {} : { carried };
}

/** The report whose number the messages of a document bear. */
export function fillerOf({ reportId, predecessor }: Pick<SignedDocument, 'reportId' | 'predecessor'>): ReportId {
  return predecessor?.first ?? reportId;
}

function predecessorOf({ document, hash }: Frozen, state: SignedState): SignedDocument['predecessor'] {
  const keepsNumber = document.state === 'preliminary' || state === 'corrected' || state === 'withdrawn';
  return {
    reportId: document.reportId,
    hash,
    signerName: document.signer.name,
    at: document.at,
    zone: document.zone,
    object: { seriesUid: document.uids.series, sopUid: document.uids.report, sopClass: REPORT_CLASS },
    ...(keepsNumber ? { first: fillerOf(document) } : {}),
    sections: textSoFar(document),
  };
}

/** What a reader of the predecessor saw: its own sections, then those it was itself added to. */
function textSoFar(document: SignedDocument): RenderedSection[] {
  return [...documentSections(document), ...textBeside(document)];
}
