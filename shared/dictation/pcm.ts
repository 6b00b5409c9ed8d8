const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const FULL_SCALE = 32_767;

/** Samples as they travel: 16 bit, little-endian, in base64 without padding. */
export function pcmText(samples: Float32Array): string {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [at, sample] of samples.entries()) {
    view.setInt16(at * 2, Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE), true);
  }
  const signs: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const count = Math.min(3, bytes.length - at) + 1;
    for (let sign = 0; sign < count; sign += 1) signs.push(SIGNS[(word >> (18 - 6 * sign)) & 63] ?? '');
  }
  return signs.join('');
}

/** From -1 to 1. What is no base64 ends it. */
export function pcmSamples(text: string): Float32Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const signs = [...text.slice(at, at + 4)].map((sign) => SIGNS.indexOf(sign));
    if (signs.length < 2 || signs.includes(-1)) break;
    const word = [0, 1, 2, 3].reduce((sum, place) => (sum << 6) | (signs[place] ?? 0), 0);
    for (let byte = 0; byte < signs.length - 1; byte += 1) bytes.push((word >> (16 - 8 * byte)) & 255);
  }
  const view = new DataView(Uint8Array.from(bytes).buffer);
  const count = Math.floor(bytes.length / 2);
  return Float32Array.from({ length: count }, (_, at) => view.getInt16(at * 2, true) / FULL_SCALE);
}

/**
 * To another rate: each new sample is the mean of what it covers, so that nothing above half of the new rate folds back as hiss.
 * @param rest what the call before left over
 */
export function resampled(
  samples: Float32Array,
  from: number,
  to: number,
  rest: Float32Array,
): { readonly samples: Float32Array; readonly rest: Float32Array } {
  const all = new Float32Array(rest.length + samples.length);
  all.set(rest);
  all.set(samples, rest.length);
  const ratio = from / to;
  const count = Math.floor(all.length / ratio);
  const out = Float32Array.from({ length: count }, (_, at) => {
    const [first, end] = [Math.floor(at * ratio), Math.max(Math.floor(at * ratio) + 1, Math.floor((at + 1) * ratio))];
    const covered = all.subarray(first, end);
    return covered.reduce((sum, sample) => sum + sample, 0) / covered.length;
  });
  return { samples: out, rest: all.slice(Math.floor(count * ratio)) };
}
