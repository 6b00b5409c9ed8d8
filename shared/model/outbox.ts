import { z } from 'zod';
import { DestinationId, OutgoingId, ReportId, StudyId } from './ids.ts';

/**
 * waiting: not there, as far as is proved. sending: on its way now. unclear: sent, and nobody answered. held: something changed at
 * the site, a person decides. refused: the receiver will not take it. delivered and dropped are ends.
 */
export const OUTGOING_STATES = ['waiting', 'sending', 'unclear', 'held', 'refused', 'delivered', 'dropped'] as const;
export const OutgoingState = z.enum(OUTGOING_STATES);
export type OutgoingState = z.infer<typeof OutgoingState>;

/** One row is one of these, to one destination. */
export const OutgoingFormat = z.enum(['sr', 'sr-measurements', 'hl7', 'fhir']);
export type OutgoingFormat = z.infer<typeof OutgoingFormat>;

/** Why a row is held: what the site says now and did not say when it was signed. */
export const HOLD_REASONS = [
  'patient-changed',
  'study-gone',
  'new-images',
  'other-report',
  'order-cancelled',
  'order-changed',
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
  reportId: ReportId,
  /** As it is shown in lists: the alphabetic group. */
  patientName: z.string(),
  accession: z.string().nullable(),
  format: OutgoingFormat,
  /** What the report was when it was signed. */
  reportState: z.enum(['preliminary', 'final', 'addendum']),
  critical: z.boolean(),
  state: OutgoingState,
  /** SOP Instance UID, message control id or identifier: the same however often it is sent. */
  key: z.string(),
  attempts: z.number().int(),
  /** Sent more often than answered, to a receiver that was not said to take it once: until a person says what is there. */
  mayBeTwice: z.boolean(),
  queuedAt: z.string(),
  changedAt: z.string(),
  /** When it is tried again; null: at once, or never. */
  notBefore: z.string().nullable(),
  receipt: z.strictObject({ at: z.string(), proof: ReceiptProof, text: z.string() }).nullable(),
  /** Error code of the last attempt that failed, and what the receiver said. */
  reason: z.strictObject({ code: z.string(), text: z.string() }).nullable(),
  hold: z.array(HoldReason),
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
export function needsSomebody({ state, mayBeTwice }: Pick<Outgoing, 'state' | 'mayBeTwice'>): boolean {
  return state === 'held' || state === 'refused' || mayBeTwice;
}
