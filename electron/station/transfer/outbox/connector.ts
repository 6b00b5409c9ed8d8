import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { OutgoingFormat } from '../../../../shared/model/outbox.ts';
import type { LinkCause } from '../../../../shared/rules/link-state.ts';

/** What is sent: the bytes that were frozen with the signature. */
export interface OutgoingContent {
  readonly format: OutgoingFormat;
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Of a report for FHIR: the same with what stands beside it, for a server that takes transactions; made from what was frozen. */
  readonly transaction?: Uint8Array;
  /** Of a report as a message: its page (PDF), null while it is not made, and when it was signed (UTC, ISO 8601). */
  readonly page?: { readonly read: () => Promise<Uint8Array | null>; readonly signedAt: string };
  /** The page that goes with the message; null or left out: none does. */
  readonly pdf?: Uint8Array | null;
  /** What an object is asked for by. */
  readonly studyUid: string;
  readonly seriesUid: string;
  /** Of a DICOM object; null for what is none. */
  readonly object: { readonly sopClass: string; readonly transferSyntax: string } | null;
}

/** How one attempt ended. Text: what the receiver said, for the reader; never for a log. */
export type SendAnswer =
  | { readonly kind: 'delivered'; readonly text: string }
  /** However often it is asked: not this. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly text: string }
  /** It answered that it took nothing, and may take it later. */
  | { readonly kind: 'later'; readonly code: ErrorCode; readonly text: string; readonly waitMs: number | null }
  /** No byte of it was given. */
  | { readonly kind: 'not-sent'; readonly code: ErrorCode; readonly text: string; readonly cause: LinkCause }
  /** Bytes of it were given, and no answer came that is one. */
  | { readonly kind: 'unanswered'; readonly code: ErrorCode; readonly text: string; readonly cause: LinkCause | null };

/** What came of asking an archive to answer for an object that it has taken. */
export type CommitmentAnswer =
  /** It said so at once. */
  | { readonly kind: 'said'; readonly committed: boolean; readonly text: string }
  /** It will say so. */
  | { readonly kind: 'accepted' }
  /** It does not do this, or cannot be asked as it is set up. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'not-asked'; readonly code: ErrorCode; readonly cause: LinkCause | null };

/** One destination, open. Never throws for what the peer does, but for `find` and `probe`. */
export interface Connector {
  send(content: OutgoingContent, signal: AbortSignal): Promise<SendAnswer>;
  /** Whether it has it, by its key; null where it cannot be asked. @throws AppError source/… */
  readonly find: ((content: OutgoingContent, signal: AbortSignal) => Promise<boolean>) | null;
  /** Whether it has said of itself, since `find` asked, that the same key makes one; left out: it cannot say so. */
  readonly saysOnce?: () => boolean;
  /** Asks it to answer for keeping what it took; null where nobody is asked that. */
  readonly commit:
    | ((transactionUid: string, sopUid: string, sopClass: string, signal: AbortSignal) => Promise<CommitmentAnswer>)
    | null;
  /** Whether it answers at all. @throws AppError source/… */
  probe(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Longest text of a receiver that is kept, characters. */
const LONGEST_TEXT = 200;

/** What a receiver said, as it can be shown: one line, no control characters. */
export function saidText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT);
}
