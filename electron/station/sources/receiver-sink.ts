import type { AppError } from '../../../shared/errors/app-error.ts';
import type { IncomingObject } from './source.ts';

/** Who sends an object to our receiver: a listed peer, proved by its address and both titles. */
export interface ReceivedFrom {
  /** As the settings of the receiver name it. */
  readonly peer: string;
  readonly address: string;
  readonly callingAe: string;
}

/**
 * Takes what peers push. An error that `begin`, `write` or `end` throws is what the peer is answered with: source/quota and
 * disk/full as 0xA700 (out of resources), dicom/… as 0xC000 (cannot understand), source/other-patient,
 * source/wrong-answer and package/not-a-study as 0xA900 (not what it says), everything else as 0x0110 (processing failure). The peer hears success
 * when `end` resolves: not before the object is safe.
 */
export interface ReceiveSink {
  begin(
    facts: { readonly sopUid: string | null; readonly expectedBytes: number | null },
    from: ReceivedFrom,
  ): Promise<IncomingObject>;
}

/** What a peer says of objects that it was asked to answer for (storage commitment). */
export interface CommitmentResult {
  readonly transactionUid: string;
  readonly committed: readonly string[];
  readonly failed: readonly { readonly sopUid: string; readonly status: string }[];
  readonly address: string;
  /** As the settings of the receiver name who said it. */
  readonly peer: string;
}

/** What else happens at the receiver. */
export interface ReceiverEvents {
  commitment?(result: CommitmentResult): void;
  /** Somebody was turned away: who, by what they said, and why ('address', 'called-ae', 'calling-ae', 'too-many'). */
  turnedAway?(who: { readonly address: string; readonly callingAe: string | null; readonly why: string }): void;
  /** The port was lost, and is asked for again; null: it is there. */
  trouble?(error: AppError | null): void;
}
