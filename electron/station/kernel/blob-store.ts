import type { AppError } from '../../../shared/errors/app-error.ts';
import type { BlobId } from '../../../shared/model/ids.ts';
import type { KeyRing } from './key-ring.ts';

export interface BlobWrite {
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
  readonly expectedBytes: number;
  readonly studyKeyId: string;
}

export interface StoredBlob {
  readonly blobId: BlobId;
  readonly bytes: number;
  /** Of the plain bytes, hex. */
  readonly sha256: string;
}

export interface SweepReport {
  readonly temporary: number;
  readonly orphans: number;
  readonly kept: number;
  /** Orphans left in place, because they outnumber what the index knows: the index may be an older copy. */
  readonly left: number;
}

export interface BlobStoreOptions {
  /** Folder of the store; blobs go to blobs/ and tmp/ in it. */
  readonly dir: string;
  readonly ring: KeyRing;
  /** File of the worker (kernel/blob-worker), as the composition root has it. */
  readonly workerFile: string;
}

export class BlobStore {
  constructor(options: BlobStoreOptions) {
    throw new Error(`not written yet ${options.dir}`);
  }

  /** One outcome an item, in order: where it lies, or why not (test with `instanceof AppError`). */
  put(items: readonly BlobWrite[]): Promise<readonly (StoredBlob | AppError)[]> {
    throw new Error(`not written yet ${items.length}`);
  }

  read(blobId: BlobId): Promise<Uint8Array> {
    throw new Error(`not written yet ${blobId}`);
  }

  readRange(blobId: BlobId, offset: number, length: number): Promise<Uint8Array> {
    throw new Error(`not written yet ${blobId} ${offset} ${length}`);
  }

  /** Plain length in bytes. */
  size(blobId: BlobId): Promise<number> {
    throw new Error(`not written yet ${blobId}`);
  }

  verify(blobId: BlobId, sha256: string): Promise<void> {
    throw new Error(`not written yet ${blobId} ${sha256}`);
  }

  remove(blobId: BlobId): Promise<void> {
    throw new Error(`not written yet ${blobId}`);
  }

  sweep(knownIds: (id: string) => boolean): Promise<SweepReport> {
    throw new Error(`not written yet ${knownIds.length}`);
  }

  close(): Promise<void> {
    throw new Error('not written yet');
  }
}
