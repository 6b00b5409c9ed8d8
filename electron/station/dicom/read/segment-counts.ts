import type { Attributes } from '../parse/attributes.ts';

/** Of each value of a byte how many bits are set. */
const BITS = Uint8Array.from({ length: 256 }, (_, value) => {
  let bits = 0;
  for (let rest = value; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
});

/**
 * How many pixels of each frame of a segmentation are not 0; null where they are compressed, or too few for its frames.
 * Native pixels alone: frames of single bits follow each other without padding (Part 5, 8.1.1).
 * @param size pixels of a frame
 */
export function pixelCounts(attributes: Attributes, size: number, frames: number): readonly number[] | null {
  if (attributes.element('pixels')?.fragments) return null;
  const bits = attributes.integer('bitsAllocated');
  const bytes = attributes.bytes('pixels');
  if ((bits !== 1 && bits !== 8 && bits !== 16) || bytes.length * 8 < size * frames * bits) return null;
  return Array.from({ length: frames }, (_, frame) =>
    bits === 1 ? bitsIn(bytes, frame * size, (frame + 1) * size) : valuesIn(bytes, frame * size, size, bits / 8),
  );
}

function bitsIn(bytes: Uint8Array, from: number, to: number): number {
  const [first, last] = [from >> 3, to >> 3];
  // The lowest bit of a byte is the first pixel.
  const head = BITS[(bytes[first] ?? 0) & ((1 << (from & 7)) - 1)] ?? 0;
  const tail = BITS[(bytes[last] ?? 0) & ((1 << (to & 7)) - 1)] ?? 0;
  let count = tail - head;
  for (let at = first; at < last; at += 1) count += BITS[bytes[at] ?? 0] ?? 0;
  return count;
}

function valuesIn(bytes: Uint8Array, from: number, size: number, width: number): number {
  let count = 0;
  for (let at = from * width; at < (from + size) * width; at += width) {
    if ((bytes[at] ?? 0) !== 0 || (width === 2 && (bytes[at + 1] ?? 0) !== 0)) count += 1;
  }
  return count;
}
