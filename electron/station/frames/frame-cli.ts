import { AppError } from '../../../shared/errors/app-error.ts';
import type { PixelType } from '../../../shared/contract/frames.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';

export interface FrameReportRequest {
  readonly pool: Pick<DecodePool, 'decode' | 'layout'>;
  readonly objectId: ObjectId;
  readonly image: ImageInfo;
  /** SHA-256 of the file as it came. */
  readonly fileSha256: string;
  readonly load: () => Promise<Uint8Array>;
  /** One frame from 1, or all of them. */
  readonly frame: number | 'all';
  /** Receives each frame's bytes in order, for `--out`; awaited before the next frame is decoded. */
  readonly write?: (bytes: Uint8Array) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** The JSON shape of `nightjar frame`. */
export interface FrameReport {
  readonly objectId: ObjectId;
  readonly sopUid: string | null;
  readonly fileSha256: string;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly type: PixelType;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Over the values, little-endian, frames then rows. */
  readonly sha256: string;
  readonly modality: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly unit: string | null;
  };
}

/** Decodes the asked frames one after another and sums them up. Rejects with the decoder's coded errors. */
export function frameReport(request: FrameReportRequest): Promise<FrameReport> {
  return Promise.reject(new AppError('internal/bug', `not built yet: ${request.objectId.length}`));
}
