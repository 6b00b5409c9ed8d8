import { expand422, interleavePlanes } from '../../../../shared/dicom/colour.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PixelType } from '../../../../shared/contract/frames.ts';
import type { PixelArray } from '../../../../shared/dicom/pixel-stats.ts';
import { is422, nativeFrameBits } from './frame-size.ts';
import type { PixelHeader } from './pixel-header.ts';

/**
 * One frame of native pixel data as little-endian interleaved words of the allocated size.
 * @param frame from 1
 * @throws AppError dicom/pixel-data-incomplete, dicom/unsupported-pixel-format
 */
export function nativeFrame(header: PixelHeader, frame: number): Uint8Array {
  const bits = nativeFrameBits(header);
  const fromBit = (frame - 1) * bits;
  const { bytes, pixelData } = header;
  if (fromBit + bits > pixelData.length * 8) {
    throw new AppError('dicom/pixel-data-incomplete', 'the file ends before this frame does', { context: { frame } });
  }
  if (header.bitsAllocated === 1) return unpackBits(bytes, pixelData.offset * 8 + fromBit, bits);
  const from = pixelData.offset + fromBit / 8;
  const cut = cutFrame(header, from, bits / 8);
  if (is422(header)) return expandPairs(header, cut);
  return header.planar ? interleavePlanes(cut, header.samples, header.bitsAllocated / 8) : cut;
}

function expandPairs(header: PixelHeader, cut: Uint8Array): Uint8Array {
  if (header.bitsAllocated !== 8 || header.planar || header.columns % 2 !== 0) {
    throw new AppError('dicom/unsupported-pixel-format', 'this form of YBR 4:2:2 is not known');
  }
  return expand422(cut, header.rows * header.columns);
}

function cutFrame(header: PixelHeader, from: number, length: number): Uint8Array {
  const { bytes, pixelData } = header;
  if (header.littleEndian) return bytes.slice(from, from + length);
  if (header.bitsAllocated > 8) return swapWords(bytes.subarray(from, from + length), header.bitsAllocated / 8);
  // 8-bit samples in big-endian OW: two of them share a word (Part 5 8.1.1), counted from the start of the value.
  if (pixelData.vr !== 'OW') return bytes.slice(from, from + length);
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) out[i] = bytes[pixelData.offset + ((from - pixelData.offset + i) ^ 1)] ?? 0;
  return out;
}

function swapWords(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 1) out[i] = data[i - (i % size) + (size - 1 - (i % size))] ?? 0;
  return out;
}

/** 1-bit data, first pixel in the least significant bit, to one byte a pixel. */
function unpackBits(bytes: Uint8Array, fromBit: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    const bit = fromBit + i;
    out[i] = ((bytes[Math.floor(bit / 8)] ?? 0) >> (bit % 8)) & 1;
  }
  return out;
}

/** Type of the stored values of an object. */
export function storedType(header: PixelHeader): PixelType {
  if (header.kind !== 'integer') return header.kind;
  const size = Math.max(8, header.bitsAllocated);
  if (size === 8) return header.signed ? 'int8' : 'uint8';
  if (size === 16) return header.signed ? 'int16' : 'uint16';
  return header.signed ? 'int32' : 'uint32';
}

/** Where the stored bits lie in a word that came from the pixel data or from a codec. */
export interface BitPlace {
  readonly bitsStored: number;
  /** Unused bits below them; codecs leave none. */
  readonly shift: number;
}

/**
 * Little-endian words to stored values: shifted down, masked to the bits stored, sign-extended.
 * @param words words of `bytesPerWord` bytes, which may be narrower than the type
 */
export function toStored(words: Uint8Array, bytesPerWord: number, type: PixelType, place: BitPlace): PixelArray {
  const bits = bytesPerWord * 8;
  if (type === 'float32') return new Float32Array(aligned(words));
  if (type === 'float64') return new Float64Array(aligned(words));
  const raw = unsignedWords(words, bytesPerWord);
  const out = integerArray(type, raw.length);
  if (place.shift === 0 && place.bitsStored >= bits && out.BYTES_PER_ELEMENT === bytesPerWord) {
    out.set(raw);
    return out;
  }
  const signed = type.startsWith('int');
  // Moves the sign bit to bit 31 and back: sign extension (or zero extension) and the mask in one step.
  const up = 32 - place.bitsStored;
  for (let i = 0; i < raw.length; i += 1) {
    const value = ((raw[i] ?? 0) >>> place.shift) << up;
    out[i] = signed ? value >> up : value >>> up;
  }
  return out;
}

/** Little-endian words as numbers, without sign. */
export function unsignedWords(words: Uint8Array, size: number): Uint8Array | Uint16Array | Uint32Array {
  if (size === 1) return words;
  return size === 2 ? new Uint16Array(aligned(words)) : new Uint32Array(aligned(words));
}

type IntegerArray = Exclude<PixelArray, Float32Array | Float64Array>;

function integerArray(type: Exclude<PixelType, 'float32' | 'float64'>, length: number): IntegerArray {
  switch (type) {
    case 'uint8':
      return new Uint8Array(length);
    case 'int8':
      return new Int8Array(length);
    case 'uint16':
      return new Uint16Array(length);
    case 'int16':
      return new Int16Array(length);
    case 'uint32':
      return new Uint32Array(length);
    case 'int32':
      return new Int32Array(length);
  }
}

/** Every platform we run on is little-endian, so that views can be laid over the words; they need an aligned start. */
function aligned(words: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(words.byteLength);
  new Uint8Array(copy).set(words);
  return copy;
}
