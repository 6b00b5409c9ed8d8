import { AppError } from '../../../../../shared/errors/app-error.ts';
import { readFailure } from './codec-failure.ts';

export interface RleShape {
  readonly pixels: number;
  readonly samples: number;
  readonly bytesPerSample: 1 | 2 | 4;
}

/**
 * RLE Lossless (Part 5 annex G): one PackBits segment for each byte plane, most significant byte first. Gives interleaved
 * little-endian samples. Never writes past the picture; a plane that does not end where its segment ends is damaged.
 * @throws AppError dicom/pixel-data-damaged, dicom/pixel-data-incomplete
 */
export function decodeRle(stream: Uint8Array, shape: RleShape): Uint8Array {
  const { pixels, samples, bytesPerSample } = shape;
  if (stream.length < 64) throw incomplete();
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== samples * bytesPerSample) throw readFailure('the number of RLE segments does not fit the header');
  const out = new Uint8Array(pixels * samples * bytesPerSample);
  const stride = samples * bytesPerSample;
  for (let segment = 0; segment < segments; segment += 1) {
    const from = view.getUint32(4 + 4 * segment, true);
    const next = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : stream.length;
    if (from < 64 || next < from) throw readFailure('the RLE segment offsets are damaged');
    if (from > stream.length || (next > stream.length && segment + 1 < segments)) throw incomplete();
    const sample = Math.floor(segment / bytesPerSample);
    const place = sample * bytesPerSample + (bytesPerSample - 1 - (segment % bytesPerSample));
    unpack(stream, from, next, out, place, stride, pixels);
  }
  return out;
}

function unpack(
  stream: Uint8Array,
  from: number,
  end: number,
  out: Uint8Array,
  place: number,
  stride: number,
  pixels: number,
): void {
  let at = from;
  let done = 0;
  while (done < pixels) {
    if (at >= end) throw incomplete();
    const control = stream[at] ?? 0;
    at += 1;
    if (control === 128) continue;
    const literal = control < 128;
    const run = literal ? control + 1 : 257 - control;
    if (at + (literal ? run : 1) > end) throw incomplete();
    if (run > pixels - done) throw readFailure('an RLE run passes the end of its plane');
    for (let i = 0; i < run; i += 1) out[place + (done + i) * stride] = stream[literal ? at + i : at] ?? 0;
    at += literal ? run : 1;
    done += run;
  }
  // A run that was read wrong leaves something over; a writer leaves zeros, to an even length or a block.
  for (; at < end; at += 1) if (stream[at] !== 0) throw readFailure('an RLE segment goes on after its plane is full');
}

function incomplete(): AppError {
  return new AppError('dicom/pixel-data-incomplete', 'the compressed picture ends early');
}
