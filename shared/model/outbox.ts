import { z } from 'zod';
import { DestinationId, OutgoingId, ReportId, StudyId } from './ids.ts';
import { SignedReportState } from './report-state.ts';

/**
 * waiting: not there, as far as is proved. sending: on its way now. unclear: sent, and nobody answered. held: something changed at
 * the site, a person decides. refused: the receiver will not take it. delivered and dropped are ends.
 */
export const OUTGOING_STATES = ['waiting', 'sending', 'unclear', 'held', 'refused', 'delivered', 'dropped'] as const;
export const OutgoingState = z.enum(OUTGOING_STATES);
export type OutgoingState = z.infer<typeof OutgoingState>;

/** DICOM objects of a signed report: structured reports, and the page as a PDF in an object. */
export const REPORT_OBJECTS = ['sr', 'sr-measurements', 'pdf'] as const;
/** DICOM objects of a study that are no report: key object selections, presentation states, segmentations, any other. */
export const STUDY_OBJECTS = ['key-images', 'presentation-state', 'segmentation', 'object'] as const;
/** What became of a study, for the worklist of the site. */
export const STATUS_FORMATS = ['hl7-status', 'fhir-status'] as const;

/** That somebody was told of a finding, apart from the report. */
export const TOLD_FORMATS = ['hl7-told', 'fhir-told'] as const;

/** One row is one of these, to one destination. */
export const OutgoingFormat = z.enum([
  ...REPORT_OBJECTS,
  'hl7',
  'fhir',
  ...STUDY_OBJECTS,
  ...STATUS_FORMATS,
  ...TOLD_FORMATS,
]);
export type OutgoingFormat = z.infer<typeof OutgoingFormat>;
export type StudyObjectFormat = (typeof STUDY_OBJECTS)[number];

/** claimed: somebody here means to read it. started: a draft is open. released: nobody does any more. on-hold: it waits for the site. */
export const StudyStatus = z.enum(['claimed', 'started', 'released', 'on-hold', 'read-preliminary', 'read']);
export type StudyStatus = z.infer<typeof StudyStatus>;

/**
 * What an archive says of keeping an object that it has taken (storage commitment). due: to be asked. asked: it will say. committed: it
 * keeps it. failed: it says that it does not. unanswered: asked several times, and nothing was said. refused: it does not do this.
 */
export const COMMITMENT_STATES = ['due', 'asking', 'asked', 'committed', 'failed', 'unanswered', 'refused'] as const;
export const CommitmentState = z.enum(COMMITMENT_STATES);
export type CommitmentState = z.infer<typeof CommitmentState>;

/** Apart from the receipt: taken is one thing, kept another. */
export const OutgoingCommitment = z.strictObject({
  state: CommitmentState,
  /** Of the last thing that was asked or said, UTC. */
  at: z.string(),
  /** Requests under the transaction of now. */
  asked: z.number().int(),
  /** When it is asked, or asked again; null: never by itself. */
  notBefore: z.string().nullable(),
  /** What the archive said. */
  text: z.string(),
});
export type OutgoingCommitment = z.infer<typeof OutgoingCommitment>;

/** Why a row is held: what the site says now and did not say when it was signed. not-asked: it was asked, and gave no answer. */
export const HOLD_REASONS = [
  'patient-changed',
  'study-gone',
  'new-images',
  'other-report',
  'order-cancelled',
  'order-changed',
  'patient-corrected',
  'patient-merged',
  'not-asked',
] as const;
export const HoldReason = z.enum(HOLD_REASONS);
export type HoldReason = z.infer<typeof HoldReason>;

/** How we know: the receiver's answer, a query that found it there, or a person who asked the site. */
export const ReceiptProof = z.enum(['answer', 'query', 'person']);
export type ReceiptProof = z.infer<typeof ReceiptProof>;

/** Something on its way out, as the window shows it. */
export const Outgoing = z.strictObject({
  outgoingId: OutgoingId,
  seq: z.number().int(),
  destinationId: DestinationId,
  destination: z.string(),
  site: z.string(),
  studyId: StudyId,
  /** Null: no report, but an object or the status of the study. */
  reportId: ReportId.nullable(),
  /** As it is shown in lists: the alphabetic group. */
  patientName: z.string(),
  accession: z.string().nullable(),
  format: OutgoingFormat,
  /** What the report was when it was signed. */
  reportState: SignedReportState.nullable(),
  /** Of a row that tells it. */
  status: StudyStatus.nullable(),
  critical: z.boolean(),
  state: OutgoingState,
  /** SOP Instance UID, message control id or identifier: the same however often it is sent. */
  key: z.string(),
  attempts: z.number().int(),
  /** Sent more often than answered, to a receiver that was not said to take it once: until a person says what is there. */
  mayBeTwice: z.boolean(),
  /** It has not ended, and bytes of it went that nobody answered: it may be there already, whatever state it is in. */
  mayBeThere: z.boolean(),
  queuedAt: z.string(),
  changedAt: z.string(),
  /** When it is tried again; null: at once, or never. */
  notBefore: z.string().nullable(),
  receipt: z.strictObject({ at: z.string(), proof: ReceiptProof, text: z.string() }).nullable(),
  /** Error code of the last attempt that failed, and what the receiver said. */
  reason: z.strictObject({ code: z.string(), text: z.string() }).nullable(),
  hold: z.array(HoldReason),
  /** Null where nobody asks for it. */
  commitment: OutgoingCommitment.nullable(),
});
export type Outgoing = z.infer<typeof Outgoing>;

/** Where the results of one study are, for the list and the desk. */
export const DeliveryState = z.enum(['none', 'waiting', 'attention', 'delivered']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Not delivered and not dropped. */
export function isOpen(state: OutgoingState): boolean {
  return state !== 'delivered' && state !== 'dropped';
}

/** A person has to look at it. */
export function needsSomebody({
  state,
  mayBeTwice,
  commitment,
}: Pick<Outgoing, 'state' | 'mayBeTwice' | 'commitment'>): boolean {
  return state === 'held' || state === 'refused' || mayBeTwice || (state === 'delivered' && isNotKept(commitment));
}

/** The archive that took it says that it does not keep it, or says nothing. */
export function isNotKept(commitment: OutgoingCommitment | null): boolean {
  const state = commitment?.state;
  return state === 'failed' || state === 'unanswered' || state === 'refused';
}

/** A signed report that nobody at its site was ever sent. */
export const UnsentReport = z.strictObject({
  reportId: ReportId,
  studyId: StudyId,
  site: z.string(),
  patientName: z.string(),
  accession: z.string().nullable(),
  reportState: SignedReportState,
  signedAt: z.string(),
  /** Somebody decided that it stays here, UTC; null: nobody decided. */
  leftAt: z.string().nullable(),
  /** It was exported to a file, or somebody noted that the site has it: not nobody was told, but nobody was sent it from here. */
  given: z.boolean(),
});
export type UnsentReport = z.infer<typeof UnsentReport>;
