import type { FrameHeader, PixelType } from '../../shared/contract/frames.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';

export type PixelArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** Pixels of one frame as the station sent them: stored values, or interleaved RGB. */
export interface DecodedFrame {
  readonly header: FrameHeader;
  readonly pixels: PixelArray;
}

/** Gives the bytes of a frame their type. Copies only when they lie at an odd address. */
export function typedPixels(header: FrameHeader, bytes: Uint8Array): PixelArray {
  const size = bytesPerSample(header.type);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const count = Math.floor(aligned.byteLength / size);
  const { buffer, byteOffset } = aligned;
  switch (header.type) {
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, count);
    case 'int8':
      return new Int8Array(buffer, byteOffset, count);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, count);
    case 'int16':
      return new Int16Array(buffer, byteOffset, count);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, count);
    case 'int32':
      return new Int32Array(buffer, byteOffset, count);
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float64':
      return new Float64Array(buffer, byteOffset, count);
    default:
      return assertNever(header.type);
  }
}

function bytesPerSample(type: PixelType): number {
  if (type === 'float64') return 8;
  if (type.endsWith('32')) return 4;
  return type.endsWith('16') ? 2 : 1;
}
