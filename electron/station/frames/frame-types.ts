import type { FramePriority } from '../../../shared/contract/frames.ts';
import type { IntegerType, ValueRange } from '../../../shared/dicom/pixel-stats.ts';
import type { BlobId, ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';
import type { DecodeForm } from '../dicom/decode/decode-types.ts';

/** The part of the blob store that frames need. */
export interface FrameBlobs {
  read(blobId: BlobId): Promise<Uint8Array>;
  /** Part of the object, and the smallest and largest of the numbers in it. */
  readNumbers(blobId: BlobId, offset: number, length: number, numbers: IntegerType): Promise<NumbersRead>;
}

export interface NumbersRead {
  readonly bytes: Uint8Array;
  readonly range: ValueRange;
}

export interface FrameObject {
  readonly blobId: BlobId;
  readonly image: ImageInfo;
}

export interface FrameServerOptions {
  /** Rejects with archive/unknown-object, access/locked … */
  readonly objects: (objectId: ObjectId) => Promise<FrameObject>;
  readonly blobs: FrameBlobs;
  readonly pool: Pick<DecodePool, 'decode' | 'layout'>;
  /** Bytes of decoded frames kept for all windows together. */
  readonly cacheBytes: number;
}

/** One picture that somebody wants. */
export interface FrameWish {
  readonly objectId: ObjectId;
  /** From 1. */
  readonly frame: number;
  readonly form: Exclude<DecodeForm, 'text'>;
  readonly priority: () => FramePriority;
  readonly signal: AbortSignal;
}
