import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';
import { storedFrames } from '../../../shared/rules/mosaic.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { DecodePool } from '../dicom/decode/decode-pool.ts';

/** An object whose pixels are to be compared. */
export interface PixelSource {
  readonly objectId: ObjectId;
  readonly image: ImageInfo;
  readonly load: () => Promise<Uint8Array>;
}

/** SHA-256 over the decoded values of all frames, or null when they cannot be decoded. */
export type PixelHash = (source: PixelSource) => Promise<string | null>;

/** Comparing is worth this much decoding, bytes; larger objects count as different. */
const MAX_BYTES = 2 * 1024 * 1024 * 1024;

/** The port as the decode pool fulfils it. */
export function decodedPixelHash(pool: Pick<DecodePool, 'decode'>): PixelHash {
  return async ({ objectId, image, load }) => {
    const { pixels } = image;
    const frames = storedFrames(image);
    if (pixels === null || frames === 0) return null;
    if (pixels.rows * pixels.columns * pixels.samplesPerPixel * frames * 2 > MAX_BYTES) return null;
    const hash = createHash('sha256');
    try {
      for (let frame = 1; frame <= frames; frame += 1) {
        const { header, data } = await pool.decode({ objectId, load, frame, form: 'stored', priority: 'idle', image });
        hash.update(`${header.rows}x${header.columns}x${header.samples} ${header.type} `);
        hash.update(data);
      }
    } catch (error) {
      // What cannot be decoded cannot be proved equal. A closing station is not the object's fault.
      if (error instanceof AppError && error.family === 'expected') return null;
      throw error;
    }
    return hash.digest('hex');
  };
}
