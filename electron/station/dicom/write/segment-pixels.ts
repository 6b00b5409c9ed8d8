import { AppError } from '../../../../shared/errors/app-error.ts';
import type { DicomElement } from './element.ts';

interface Frame {
  readonly values: ArrayLike<number>;
}

/** Frames one after the other: single bits from the lowest, without a gap between frames; else bytes or 16-bit words (Part 5, 8.1.1). */
export function segmentPixels(bits: number, pixels: number, frames: readonly Frame[]): DicomElement {
  const whole = new Uint8Array(Math.ceil((pixels * frames.length * bits) / 8));
  for (const [frame, { values }] of frames.entries()) {
    if (values.length !== pixels) throw new AppError('internal/bug', 'a frame of another size');
    for (let pixel = 0; pixel < pixels; pixel += 1) put(whole, bits, frame * pixels + pixel, values[pixel] ?? 0);
  }
  return { tag: 0x7fe00010, vr: bits === 16 ? 'OW' : 'OB', bytes: whole };
}

function put(whole: Uint8Array, bits: number, at: number, value: number): void {
  if (bits === 1) {
    if (value !== 0) whole[at >>> 3] = (whole[at >>> 3] ?? 0) | (1 << (at & 7));
    return;
  }
  if (value < 0 || value >= 2 ** bits) throw new AppError('internal/bug', 'a value beyond its bits');
  if (bits === 8) whole[at] = value;
  else {
    whole[at * 2] = value & 0xff;
    whole[at * 2 + 1] = value >>> 8;
  }
}
