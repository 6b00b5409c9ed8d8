import { valueRange } from '../../../../shared/dicom/pixel-stats.ts';
import { transferSyntax } from '../../../../shared/dicom/transfer-syntax.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { toStored, unsignedWords } from './stored-values.ts';
import type { PixelType } from '../../../../shared/contract/frames.ts';
import type { PixelArray, ValueRange } from '../../../../shared/dicom/pixel-stats.ts';
import type { StreamInfo } from './codestream.ts';
import type { PixelHeader } from './pixel-header.ts';

type Shape = Pick<PixelHeader, 'bitsStored' | 'signed' | 'transferSyntax' | 'bitsAbove'>;

/** Stored values of a picture, with their range where it is known already. */
export interface StreamFrame {
  readonly values: PixelArray;
  readonly range: ValueRange | null;
}

/**
 * What a codec gave, as the stored values that the header announces. Code streams carry their own depth and sign; where they
 * differ from the header's, a value counts only if both readings give the same number.
 * @param words little-endian words of `bytesPerWord` bytes
 * @throws AppError dicom/pixel-data-damaged where header and stream cannot both be right
 */
export function streamValues(
  words: Uint8Array,
  bytesPerWord: number,
  type: PixelType,
  header: Shape,
  stream: Pick<StreamInfo, 'precision' | 'signed'>,
): StreamFrame {
  const { bitsStored, signed } = header;
  const low = signed ? -(2 ** (bitsStored - 1)) : 0;
  const high = 2 ** (signed ? bitsStored - 1 : bitsStored) - 1;
  const place = { bitsStored, shift: 0 };
  if (header.bitsAbove && !stream.signed) return { values: toStored(words, bytesPerWord, type, place), range: null };
  if (stream.signed === signed && bytesPerWord === 2) {
    const as16 = wordsAs(words, signed);
    const range = valueRange(as16);
    // The common case costs no copy, and no second look: what the codec gave is what is stored.
    if (range.min >= low && range.max <= high && type === (signed ? 'int16' : 'uint16')) return { values: as16, range };
  } else if (stream.precision === bitsStored && !stream.signed) {
    // Of the same depth the bits are the same, whatever the sign: the header's representation decides (Part 5 8.2).
    return { values: toStored(words, bytesPerWord, type, place), range: null };
  }
  const out = toStored(words, bytesPerWord, type, place);
  const raw = unsignedWords(words, bytesPerWord);
  const lossy = transferSyntax(header.transferSyntax).lossy;
  const facts = { ...stream, signExtend: 32 - 8 * bytesPerWord };
  for (let i = 0; i < raw.length; i += 1) {
    const value = valueOf(raw[i] ?? 0, facts, signed, bitsStored);
    if (value >= low && value <= high) out[i] = value;
    // A lossy picture may swing a little past its ends; a lossless one cannot.
    else if (lossy) out[i] = Math.min(high, Math.max(low, value));
    else throw contradiction('the picture has values that its header has no bits for');
  }
  return { values: out, range: null };
}

interface StreamWord {
  readonly precision: number;
  readonly signed: boolean;
  /** Bits of a number above the word. Codecs repeat the sign of a signed value through the word. */
  readonly signExtend: number;
}

/** @param plain the word without sign; a codec may leave more in it than the stream has bits */
function valueOf(plain: number, stream: StreamWord, signed: boolean, bits: number): number {
  if (stream.signed) return (plain << stream.signExtend) >> stream.signExtend;
  if (!signed) return plain;
  // The stream has no sign and the header has: narrow values were widened by repeating the sign, or not at all.
  const narrow = (plain << (32 - bits)) >> (32 - bits);
  if (stream.precision < bits && plain >= 2 ** (stream.precision - 1)) {
    throw contradiction('the sign of the picture cannot be told from its code stream');
  }
  const up = 32 - stream.precision;
  const widened = (narrow << up) >>> up === plain;
  return widened || plain < 2 ** bits ? narrow : plain;
}

function wordsAs(words: Uint8Array, signed: boolean): Int16Array | Uint16Array {
  const own = words.byteOffset % 2 === 0 ? words : words.slice();
  const { buffer, byteOffset, byteLength } = own;
  return signed
    ? new Int16Array(buffer, byteOffset, byteLength / 2)
    : new Uint16Array(buffer, byteOffset, byteLength / 2);
}

function contradiction(message: string): AppError {
  return new AppError('dicom/pixel-data-damaged', message);
}
