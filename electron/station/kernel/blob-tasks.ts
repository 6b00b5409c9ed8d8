import type { WireError } from '../../../shared/errors/app-error.ts';
import type { ChunkKeys } from './blob-format.ts';

/** One blob to write: everything but the plain bytes is decided before. */
export interface WriteTask {
  /** Temporary name; made by the worker, renamed by the store. */
  readonly file: string;
  readonly header: Uint8Array;
  readonly keys: ChunkKeys;
  readonly chunkSize: number;
  /** Plain length that the header promises. */
  readonly length: number;
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
}

export interface ReadTask {
  readonly file: string;
  readonly keys: ChunkKeys;
  readonly chunkSize: number;
  readonly length: number;
}

export type BlobRequest =
  | { readonly kind: 'write'; readonly tasks: readonly WriteTask[] }
  | { readonly kind: 'read'; readonly task: ReadTask; readonly offset: number; readonly bytes: number }
  | { readonly kind: 'hash'; readonly task: ReadTask };

export type WriteOutcome = { readonly sha256: string } | { readonly error: WireError };

export interface BlobReplies {
  readonly write: readonly WriteOutcome[];
  readonly read: Uint8Array<ArrayBuffer>;
  readonly hash: string;
}

export type BlobReply =
  | { readonly id: number; readonly ok: true; readonly value: BlobReplies[BlobRequest['kind']] }
  | { readonly id: number; readonly ok: false; readonly error: WireError };
