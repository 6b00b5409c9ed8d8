import { AppError } from '../../../shared/errors/app-error.ts';

/**
 * A compressed frame with everything blanked that is not the picture: comments and application segments of JPEG and JPEG-LS, comments of
 * JPEG 2000, and what follows the end of the stream. Lengths stay, so that every offset table stays true.
 * @throws AppError deidentify/unsupported for what is no such stream: a frame in several fragments, JP2 boxes
 */
export function blankedStream(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  if (copy[0] === 0xff && copy[1] === 0xd8) blankJpeg(copy);
  else if (copy[0] === 0xff && copy[1] === 0x4f) blankCodestream(copy);
  else
    throw new AppError('deidentify/unsupported', 'a compressed frame is no plain stream', {
      context: { reason: 'stream' },
    });
  return copy;
}

function blankJpeg(bytes: Buffer): void {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw broken();
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const stop = at + 2 + bytes.readUInt16BE(at + 2);
    if (stop > bytes.length) throw broken();
    if (isRemark(marker)) blankSegment(bytes, marker, at + 4, stop);
    at = marker === 0xda ? nextMarker(bytes, stop) : stop;
  }
  // Padding after the end of image (FFD9) is zero or nothing.
  if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) bytes.fill(0, at + 2);
}

/** COM and APP0 to APP15. */
function isRemark(marker: number): boolean {
  return marker === 0xfe || (marker >= 0xe0 && marker <= 0xef);
}

function blankSegment(bytes: Buffer, marker: number, start: number, stop: number): void {
  const name = bytes.toString('latin1', start, Math.min(start + 5, stop));
  // What a decoder needs: density without a thumbnail, the colour transform of Adobe (12 bytes) and of JPEG-LS.
  if (marker === 0xe0 && name === 'JFIF\0') bytes.fill(0, Math.min(start + 12, stop), stop);
  else if (marker === 0xee && name === 'Adobe') bytes.fill(0, Math.min(start + 12, stop), stop);
  else if (marker === 0xe8 && name.startsWith('mrfx')) bytes.fill(0, Math.min(start + 5, stop), stop);
  else bytes.fill(0, start, stop);
}

/** After entropy-coded data: bytes after FF that are below 80 are stuffed, D0 to D7 only restart. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next >= 0x80 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function blankCodestream(bytes: Buffer): void {
  let at = blankHeaders(bytes, 2);
  // Tile parts (Part 1 of JPEG 2000, A.4.2): FF90, length 10, tile, length of the whole part, …
  while (at + 12 <= bytes.length && bytes.readUInt16BE(at) === 0xff90) {
    const length = bytes.readUInt32BE(at + 6);
    blankHeaders(bytes, at + 12);
    if (length === 0) return;
    if (length < 14) throw broken();
    at += length;
  }
  if (at + 2 <= bytes.length && bytes.readUInt16BE(at) === 0xffd9) bytes.fill(0, at + 2);
}

/** Segments up to the next tile part, its data, or the end; returns its place. */
function blankHeaders(bytes: Buffer, from: number): number {
  let at = from;
  while (at + 4 <= bytes.length) {
    const marker = bytes.readUInt16BE(at);
    if (marker === 0xff90 || marker === 0xff93 || marker === 0xffd9) return at;
    if (marker < 0xff00) throw broken();
    const stop = at + 2 + bytes.readUInt16BE(at + 2);
    if (stop > bytes.length) throw broken();
    // After the two bytes that say what kind of comment it is.
    if (marker === 0xff64) bytes.fill(0x20, Math.min(at + 6, stop), stop);
    at = stop;
  }
  return at;
}

function broken(): AppError {
  return new AppError('deidentify/unsupported', 'a compressed frame is damaged', { context: { reason: 'stream' } });
}
