import type { WireError } from '../../../shared/errors/app-error.ts';
import type { ChunkKeys } from './blob-format.ts';
import type { DatabaseOptions } from './sqlite.ts';

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
  readonly headerBytes: number;
}

/** How a worker opens a database of the store for one request. */
export interface DatabaseAccess {
  readonly file: string;
  /** 32 bytes, zeroed by the worker after use. */
  readonly key: Uint8Array;
  readonly options: Pick<DatabaseOptions, 'nativeBinding' | 'cipher' | 'journalMode' | 'secureDelete'>;
}

/** Keys that are sealed already; a site's key before those of its studies. */
export interface SealedKeys {
  readonly sites: readonly { readonly siteId: string; readonly sealed: Uint8Array; readonly createdAt: string }[];
  readonly studies: readonly {
    readonly studyKeyId: string;
    readonly siteId: string;
    readonly sealed: Uint8Array;
    readonly createdAt: string;
  }[];
}

export type BlobRequest =
  | { readonly kind: 'keys'; readonly database: DatabaseAccess; readonly keys: SealedKeys }
  | { readonly kind: 'checkpoint'; readonly database: DatabaseAccess }
  | { readonly kind: 'write'; readonly tasks: readonly WriteTask[] }
  | { readonly kind: 'read'; readonly task: ReadTask; readonly offset: number; readonly bytes: number }
  | { readonly kind: 'hash'; readonly task: ReadTask };

export type WriteOutcome = { readonly sha256: string } | { readonly error: WireError };

export interface BlobReplies {
  readonly keys: null;
  readonly checkpoint: null;
  readonly write: readonly WriteOutcome[];
  readonly read: Uint8Array<ArrayBuffer>;
  readonly hash: string;
}

export type BlobReply =
  | { readonly id: number; readonly ok: true; readonly value: BlobReplies[BlobRequest['kind']] }
  | { readonly id: number; readonly ok: false; readonly error: WireError };
