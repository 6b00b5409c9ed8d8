import type { IntegerType, ValueRange } from '../../../shared/dicom/pixel-stats.ts';
import type { WireError } from '../../../shared/errors/app-error.ts';
import type { ChunkKeys } from './blob-format.ts';
import type { Reencryption } from './rotation/reencrypt.ts';
import type { SpoolPlace } from './spool-file.ts';
import type { DatabaseOptions } from './sqlite.ts';

/**
 * Where the bytes of a blob come from: a file, memory, or an object on its way in: pieces of shared memory, PIECE_BYTES each but for the
 * last, or sealed on the disk.
 */
export type BlobSource =
  | { readonly path: string }
  /** `given`: whoever has them needs them no more, and they may be gone afterwards. */
  | { readonly bytes: Uint8Array; readonly given?: true }
  | { readonly pieces: readonly Uint8Array<SharedArrayBuffer>[] }
  | { readonly spool: SpoolPlace };

/** One blob to write. The worker makes its header. */
export interface WriteTask {
  readonly blobId: string;
  readonly studyKeyId: string;
  /** 32 bytes, zeroed by the worker after use. */
  readonly studyKey: Uint8Array;
  /** Sealed into the header. */
  readonly text: string;
  /** Temporary name. */
  readonly file: string;
  /** Where it lies in the end. */
  readonly place: string;
  /** Plain length that the header promises. */
  readonly length: number;
  readonly source: BlobSource;
  /** What the source must begin with. */
  readonly start: BlobStart | null;
}

/** The beginning of a file that somebody understood: its length and its SHA-256, hex. */
export interface BlobStart {
  readonly bytes: number;
  readonly sha256: string;
}

export interface ReadTask {
  readonly file: string;
  readonly keys: ChunkKeys;
  readonly chunkSize: number;
  readonly length: number;
  readonly headerBytes: number;
}

/** What a blob of one study opens with. */
export interface ReadKeys {
  readonly studyKeyId: string;
  readonly studyKey: Uint8Array;
  /** The one that it may still lie under, while the key of this study is being changed. */
  readonly formerKey: Uint8Array | null;
}

/** A read by a worker that looks at the header itself: nothing of the file is known before. */
export interface FetchTask {
  readonly file: string;
  readonly blobId: string;
  /** The key that it probably lies under; zeroed by the worker. */
  readonly key: ReadKeys | null;
  readonly offset: number;
  /** Null: to the end. */
  readonly bytes: number | null;
  /** What numbers the bytes are, where their range is wanted too: this thread has the time that the station has not. */
  readonly numbers: IntegerType | null;
}

/** Plain bytes, and the range of the numbers in them where it was asked for. */
export interface FetchedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly range: ValueRange | null;
}

/** The plain bytes, or the id of the key without which they cannot be read. */
export type FetchAnswer = FetchedBytes | { readonly studyKeyId: string };

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

/** The wrapped key of one blob, as it is to lie in its header. */
export interface WrappedBlobKey {
  readonly blobId: string;
  /** 60 bytes. */
  readonly sealed: Uint8Array;
}

export type BlobRequest =
  | { readonly kind: 'keys'; readonly database: DatabaseAccess; readonly keys: SealedKeys }
  | { readonly kind: 'reencrypt'; readonly task: Reencryption }
  | { readonly kind: 'checkpoint'; readonly database: DatabaseAccess }
  /** A copy of a database that is in use, under the same key. */
  | { readonly kind: 'snapshot'; readonly database: DatabaseAccess; readonly to: string }
  /** `folder`: the one that all places are in; it exists. */
  | { readonly kind: 'write'; readonly tasks: readonly WriteTask[]; readonly folder: string }
  | { readonly kind: 'read'; readonly task: ReadTask; readonly offset: number; readonly bytes: number }
  | { readonly kind: 'fetch'; readonly task: FetchTask }
  | { readonly kind: 'hash'; readonly task: ReadTask };

export type WriteOutcome = { readonly sha256: string } | { readonly error: WireError };

export interface BlobReplies {
  readonly keys: null;
  readonly reencrypt: null;
  readonly checkpoint: null;
  readonly snapshot: null;
  readonly write: readonly WriteOutcome[];
  readonly read: Uint8Array<ArrayBuffer>;
  readonly fetch: FetchAnswer;
  readonly hash: string;
}

export type BlobReply =
  | { readonly id: number; readonly ok: true; readonly value: BlobReplies[BlobRequest['kind']] }
  | { readonly id: number; readonly ok: false; readonly error: WireError };
