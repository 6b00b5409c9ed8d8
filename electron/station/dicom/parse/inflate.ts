import { inflateRawSync, inflateSync } from 'node:zlib';
import { AppError } from '../../../../shared/errors/app-error.ts';

const MEGABYTE = 1024 * 1024;
/** Below this size any ratio is allowed: an empty image compresses a thousandfold and more. */
const FREE_BYTES = 100 * MEGABYTE;
const MAX_RATIO = 1000;

/**
 * The data set of a deflated file (Part 5, A.5: raw deflate; a zlib wrapper is tolerated).
 * @throws AppError dicom/too-large beyond the caps, dicom/damaged-header when it is no deflate stream
 */
export function inflateDataSet(packed: Uint8Array, maxBytes: number): Uint8Array {
  const cap = Math.min(maxBytes, Math.max(FREE_BYTES, packed.length * MAX_RATIO));
  const attempts = [inflateRawSync, inflateSync];
  for (const inflate of attempts) {
    try {
      return inflate(packed, { maxOutputLength: cap });
    } catch (error) {
      if (
        error instanceof RangeError ||
        (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      ) {
        throw new AppError('dicom/too-large', `the deflated data set passes ${cap} bytes`, { cause: error });
      }
    }
  }
  throw new AppError('dicom/damaged-header', 'the deflated data set cannot be inflated');
}
