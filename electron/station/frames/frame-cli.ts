import { createHash } from 'node:crypto';
import { RunningStats } from '../../../shared/dicom/pixel-stats.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { frameValues } from '../dicom/decode/frame-values.ts';
import { modalityMapper, modalityUnit } from '../../../shared/rules/modality.ts';
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
  /** Frames of the object, however many were asked for. */
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
  /** After rescale or modality lookup table; unit null where nobody said. */
  readonly modality: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly unit: string | null;
  };
}

/**
 * Decodes the asked frames one after another and sums them up; one frame is in memory at a time.
 * @throws AppError the decoder's coded errors; an object of which one asked frame fails has no report
 */
export async function frameReport(request: FrameReportRequest): Promise<FrameReport> {
  const { pool, objectId, image, load, signal } = request;
  const layout = await pool.layout({ objectId, load });
  const frames = Math.max(layout.framesDeclared, layout.framesFound);
  const stored = new RunningStats();
  const modality = new RunningStats();
  const hash = createHash('sha256');
  let type: PixelType | null = null;
  for (const frame of request.frame === 'all' ? upTo(frames) : [request.frame]) {
    const decoded = await pool.decode({ objectId, frame, form: 'stored', priority: 'idle', load, signal });
    const values = frameValues(decoded);
    stored.add(values);
    modality.add(values, modalityMapper(image, frame));
    hash.update(decoded.data);
    await request.write?.(decoded.data);
    type = decoded.header.type;
  }
  if (type === null) throw new AppError('dicom/no-pixel-data', 'the object has no frame');
  return {
    objectId,
    sopUid: image.sopUid,
    fileSha256: request.fileSha256,
    frames,
    rows: layout.rows,
    columns: layout.columns,
    samples: layout.samples,
    type,
    ...stored.result(),
    sha256: hash.digest('hex'),
    modality: { ...modality.result(), unit: unitOf(image) },
  };
}

function* upTo(last: number): Generator<number> {
  for (let frame = 1; frame <= last; frame += 1) yield frame;
}

/** UCUM, as the window says it; null where nobody said what the values mean. */
function unitOf(image: ImageInfo): string | null {
  const unit = modalityUnit(image, 1);
  return unit === '1' ? null : unit;
}
