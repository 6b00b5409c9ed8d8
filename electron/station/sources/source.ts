import type {
  FoundInstance,
  FoundSeries,
  FoundStudy,
  RetrieveWay,
  SourceKind,
  SourceStepResult,
  StudyQuery,
} from '../../../shared/model/source.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import type { WorkitemService } from './workitem-service.ts';

/** What a source can do: declared by its kind and its settings, proved by its test. */
export interface SourceCapabilities {
  /** Best first; empty: nothing can be fetched from it. */
  readonly retrieve: readonly RetrieveWay[];
  readonly store: 'stow' | 'c-store' | null;
  readonly storageCommitment: boolean;
}

/** What is asked for: a study, one of its series, or some instances of one series. */
export interface RetrieveRequest {
  readonly studyUid: string;
  readonly seriesUid?: string;
  /** Only with seriesUid. */
  readonly sopUids?: readonly string[];
  /** How; the best of the source's ways where it is left out. */
  readonly way?: RetrieveWay;
}

/**
 * One object on its way in, as a DICOM Part 10 file (preamble, group 2, data set). The transfer syntax is the one in which it
 * was sent. Bytes come in order.
 */
export interface IncomingObject {
  /**
   * Waits while there is no room for more (memory, allowed rate): call it with one chunk at a time. When it resolves the bytes are the
   * caller's again: whoever keeps them copies them, into memory that is used over and over.
   */
  write(chunk: Uint8Array): Promise<void>;
  /** All its bytes came, as the source's own framing proves: boundary or length, last fragment of the data set. */
  end(): Promise<void>;
  /** It ended early: nothing of it is kept. */
  abort(reason: AppError): Promise<void>;
}

/** Takes what a source sends. Several objects may be on their way at once. */
export interface RetrieveSink {
  /**
   * @param facts as the source's framing says them, before anything was read; none of them is believed.
   *   expectedBytes: whole file; null where nobody said.
   */
  begin(facts: { readonly sopUid: string | null; readonly expectedBytes: number | null }): Promise<IncomingObject>;
}

/** What a retrieve came to, as the source says it. The counts of what arrived are the sink's own. */
export interface RetrieveOutcome {
  /** Objects that the source meant to send; null where it does not say. */
  readonly announced: number | null;
  /** Objects it failed to send, where it names or counts them. */
  readonly failed: readonly { readonly sopUid: string | null; readonly status: string }[];
  /** Sub-operations that ended with a warning. */
  readonly warnings: number;
}

/** An object to send: read from its beginning each time it is opened. */
export interface OutgoingObject {
  readonly sopUid: string;
  readonly sopClass: string;
  readonly studyUid: string;
  readonly transferSyntax: string;
  /** Whole Part 10 file. */
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/**
 * What the receiver answered for one object. 'stored' on success and warning (warnings: 0xB000 and its kind), 'refused' when it
 * will not take it however often it is asked, 'failed' when it was not kept and may be tried again, 'unknown' when the answer does
 * not speak of the object (an error of the server, a page of a gateway): it may be there.
 */
export interface StoreReceipt {
  readonly sopUid: string;
  readonly state: 'stored' | 'refused' | 'failed' | 'unknown';
  /** HTTP status and failure reason, or DIMSE status, as text: "200", "409/0xA900", "0xA700". */
  readonly status: string;
}

export interface QueryOptions {
  readonly signal: AbortSignal;
  /** No more than this many; the source's own paging is followed to its end until then. */
  readonly limit?: number;
}

/**
 * A place that studies come from and results go to. Everything throws AppError source/… (unreachable, timed out, refused,
 * credentials, TLS, wrong answer) or request/cancelled; nothing in context or message names a patient.
 */
export interface Source {
  readonly kind: SourceKind;
  /** As the user named it. */
  readonly name: string;
  readonly capabilities: SourceCapabilities;
  /** Tasks of its site's worklist; absent: its kind has none. */
  readonly workitems?: WorkitemService;
  /**
   * One result a step, in order, as each ends. Never throws for what the peer does.
   * @param stored what the last step stores there for good; left out: nothing is stored
   */
  test(signal: AbortSignal, stored?: OutgoingObject): AsyncIterable<SourceStepResult>;
  studies(query: StudyQuery, options: QueryOptions): AsyncIterable<FoundStudy>;
  series(studyUid: string, options: QueryOptions): AsyncIterable<FoundSeries>;
  instances(studyUid: string, seriesUid: string, options: QueryOptions): AsyncIterable<FoundInstance>;
  /**
   * Resolves when the source said that it is done; an error of the line rejects, with what came until then given to the sink.
   */
  retrieve(request: RetrieveRequest, sink: RetrieveSink, signal: AbortSignal): Promise<RetrieveOutcome>;
  /** One receipt an object, in order, given as soon as it is known. */
  store(objects: readonly OutgoingObject[], signal: AbortSignal): AsyncIterable<StoreReceipt>;
  /** A light probe: resolves when the peer answers at all. */
  probe(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that may pass now: shared by all transfers of one source. */
export interface Throttle {
  take(bytes: number, signal: AbortSignal): Promise<void>;
}
