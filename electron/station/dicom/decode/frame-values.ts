import type { FrameHeader, PixelType } from '../../../../shared/contract/frames.ts';
import { numbersOf } from '../../../../shared/dicom/pixel-stats.ts';
import type { PixelArray } from '../../../../shared/dicom/pixel-stats.ts';
import type { DecodedFrame } from './decode-types.ts';

/** The values of a decoded frame by the type its header names: a view where the bytes are aligned, else a copy. */
export function frameValues(
  frame: Pick<DecodedFrame, 'data'> & { readonly header: { readonly type: PixelType } },
): PixelArray {
  const { data } = frame;
  const whole = data.byteOffset % 8 === 0 ? data : new Uint8Array(data);
  return numbersOf(whole, frame.header.type);
}

const BYTES: Readonly<Record<PixelType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
};

/** Length that the data of a frame must have. */
export function frameBytes(header: Pick<FrameHeader, 'rows' | 'columns' | 'samples' | 'type'>): number {
  return header.rows * header.columns * header.samples * BYTES[header.type];
}
