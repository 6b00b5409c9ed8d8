import type { BlobId, ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';
import type { WindowPort } from '../kernel/ports.ts';

/** The part of the blob store that frames need. */
export interface FrameBlobs {
  read(blobId: BlobId): Promise<Uint8Array>;
  readRange(blobId: BlobId, offset: number, length: number): Promise<Uint8Array>;
}

export interface FrameObject {
  readonly blobId: BlobId;
  readonly image: ImageInfo;
}

export interface FrameServerOptions {
  /** Rejects with archive/unknown-object, access/locked … */
  readonly objects: (objectId: ObjectId) => Promise<FrameObject>;
  readonly blobs: FrameBlobs;
  readonly pool: DecodePool;
  /** Bytes of decoded frames kept for all windows together. */
  readonly cacheBytes: number;
}

/** Serves decoded frames to windows over their ports, and stored values to the station itself. */
export class FrameServer {
  readonly #options: FrameServerOptions;

  constructor(options: FrameServerOptions) {
    this.#options = options;
  }

  attach(port: WindowPort): Disposer {
    return () => port.close();
  }

  stored(objectId: ObjectId, frame: number): Promise<DecodedFrame> {
    return Promise.reject(
      new AppError('internal/bug', `not built yet: ${objectId.length + frame + this.#options.cacheBytes}`),
    );
  }

  /** Forgets decoded frames of all objects, or of one (lock, erasure). */
  forget(_objectId?: ObjectId): void {}
}
