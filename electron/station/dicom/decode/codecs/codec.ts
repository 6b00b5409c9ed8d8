import type { StreamInfo } from '../codestream.ts';

/** Samples as a codec leaves them: little-endian words of 1 or 2 bytes, interleaved, unmasked. */
export interface RawSamples {
  readonly data: Uint8Array;
  readonly bytesPerSample: 1 | 2;
}

/** One codec in one WebAssembly instance. A throw of any kind means: the frame is damaged, and the instance is not used again. */
export interface Codec {
  decode(stream: Uint8Array, info: StreamInfo): RawSamples;
  /** Memory that the instance has taken and will not give back. */
  readonly memoryBytes: number;
}
