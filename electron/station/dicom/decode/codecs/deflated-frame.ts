import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { readFailure } from './codec-failure.ts';

/**
 * One frame of Deflated Image Frame Compression (Part 5 8.2.16): native pixel data of the frame, raw deflate. The frame's own
 * size is the cap, so that a stream can never grow to more than the picture it stands for.
 * @param size bytes of the native frame; a byte more is the padding of an odd frame
 * @throws AppError dicom/pixel-data-incomplete, dicom/pixel-data-damaged
 */
export function inflateFrame(stream: Uint8Array, size: number): Uint8Array {
  const native = inflate(stream, size + 1);
  if (native.length < size) throw new AppError('dicom/pixel-data-incomplete', 'the compressed picture ends early');
  return native;
}

function inflate(stream: Uint8Array, cap: number): Uint8Array {
  try {
    return inflateRawSync(stream, { maxOutputLength: cap });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw readFailure('the deflated picture is larger than the header says');
    if (code === 'Z_BUF_ERROR') throw new AppError('dicom/pixel-data-incomplete', 'the compressed picture ends early');
    throw readFailure(error instanceof Error ? error.message : 'not a deflate stream');
  }
}
