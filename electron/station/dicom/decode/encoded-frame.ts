import { transferSyntax } from '../../../../shared/dicom/transfer-syntax.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { readStreamInfo, unwrapJp2 } from './codestream.ts';
import { inflateFrame } from './codecs/deflated-frame.ts';
import { decodeRle } from './codecs/rle.ts';
import { joinFragments } from './frame-locator.ts';
import { nativeFrameBits } from './frame-size.ts';
import { nativeFrame } from './stored-values.ts';
import { checkTileParts } from './tile-parts.ts';
import type { CodecShelf } from './codecs/codec-shelf.ts';
import type { StreamInfo } from './codestream.ts';
import type { EncapsulatedFrame } from './frame-locator.ts';
import type { PixelHeader } from './pixel-header.ts';

/** A decompressed frame: little-endian interleaved words. */
export interface DecodedWords {
  readonly words: Uint8Array;
  readonly bytesPerWord: number;
  /** Bits of a word that carry the value, when the code stream says fewer than the header. */
  readonly precision: number;
  /** What the code stream said about colour; null for RLE and deflate. */
  readonly stream: StreamInfo | null;
}

const RLE = '1.2.840.10008.1.2.5';
const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';

/** Which code streams may stand under a transfer syntax. JPEG-LS bytes under JPEG lossless and the like are never guessed. */
const FAMILIES: Readonly<Record<string, StreamInfo['family']>> = {
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.53': 'jpeg',
  '1.2.840.10008.1.2.4.55': 'jpeg',
  '1.2.840.10008.1.2.4.57': 'jpeg',
  '1.2.840.10008.1.2.4.70': 'jpeg',
  '1.2.840.10008.1.2.4.80': 'jpeg-ls',
  '1.2.840.10008.1.2.4.81': 'jpeg-ls',
  '1.2.840.10008.1.2.4.90': 'jpeg-2000',
  '1.2.840.10008.1.2.4.91': 'jpeg-2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
};

/** What these say on the screen, "nothing was lost", must be so. */
const LOSSLESS_ONLY: ReadonlySet<string> = new Set(
  ['57', '70', '80', '90', '201', '202'].map((last) => `1.2.840.10008.1.2.4.${last}`),
);

/** @throws AppError dicom/unsupported-transfer-syntax when no codec reads these pixels. */
export function requireDecodable(uid: string): void {
  const syntax = transferSyntax(uid);
  const known = !syntax.encapsulated || uid === RLE || uid === DEFLATED_FRAME || FAMILIES[uid] !== undefined;
  if (syntax.decodable && known) return;
  throw new AppError('dicom/unsupported-transfer-syntax', 'no decoder for this transfer syntax', {
    context: { transferSyntax: uid },
  });
}

/**
 * Decompresses one frame, after checking that the code stream has the size, components and depth of the header.
 * @throws AppError dicom/pixel-data-damaged, dicom/pixel-data-incomplete, dicom/unsupported-pixel-format
 */
export async function decodeEncapsulated(
  header: PixelHeader,
  frame: EncapsulatedFrame,
  shelf: CodecShelf,
): Promise<DecodedWords> {
  if (frame.cut) throw incomplete();
  const joined = joinFragments(frame);
  if (header.transferSyntax === RLE) return rle(header, joined);
  if (header.transferSyntax === DEFLATED_FRAME) return deflated(header, joined);
  const stream = unwrapJp2(joined);
  const info = readStreamInfo(stream);
  if (!info) throw damaged('the code stream has no readable header', {});
  if (info.family !== FAMILIES[header.transferSyntax]) {
    throw damaged('the code stream is not of the transfer syntax', { family: info.family });
  }
  crossCheck(header, info);
  if (info.announcedEnd !== null ? info.announcedEnd > stream.length : !info.ended) throw incomplete();
  if (info.family === 'jpeg-2000' || info.family === 'htj2k') checkTileParts(stream);
  const raw = await shelf.decode(stream, info);
  return { words: raw.data, bytesPerWord: raw.bytesPerSample, precision: info.precision, stream: info };
}

function rle(header: PixelHeader, stream: Uint8Array): DecodedWords {
  const { bitsAllocated } = header;
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32) {
    throw new AppError('dicom/unsupported-pixel-format', 'RLE carries whole bytes only', {
      context: { bitsAllocated },
    });
  }
  const bytesPerSample = bitsAllocated === 8 ? 1 : bitsAllocated === 16 ? 2 : 4;
  const pixels = header.rows * header.columns;
  const words = decodeRle(stream, { pixels, samples: header.samples, bytesPerSample });
  return { words, bytesPerWord: bytesPerSample, precision: bitsAllocated, stream: null };
}

/** A deflated frame is a native frame of its own: single bits start at a byte, and colour may be in planes. */
function deflated(header: PixelHeader, stream: Uint8Array): DecodedWords {
  const bytes = inflateFrame(stream, Math.ceil(nativeFrameBits(header) / 8));
  const pixelData = { ...header.pixelData, offset: 0, length: bytes.length };
  const words = nativeFrame({ ...header, bytes, pixelData, littleEndian: true }, 1);
  const bytesPerWord = Math.max(1, header.bitsAllocated / 8);
  return { words, bytesPerWord, precision: header.bitsAllocated, stream: null };
}

/** Size, components and depth of the code stream against the header (never guess which of them is right). */
function crossCheck(header: PixelHeader, info: StreamInfo): void {
  if (info.rows !== header.rows || info.columns !== header.columns) {
    throw damaged('the code stream has another size than the header', { rows: info.rows, columns: info.columns });
  }
  if (!info.reversible && LOSSLESS_ONLY.has(header.transferSyntax)) {
    throw damaged('the code stream loses information under a transfer syntax that says it does not', {});
  }
  if (info.components !== header.samples) {
    throw damaged('the code stream has another number of components than the header', { components: info.components });
  }
  if (info.uneven) {
    throw new AppError('dicom/unsupported-pixel-format', 'the components of the code stream are not of one kind');
  }
  if (info.precision > 16) {
    throw new AppError('dicom/unsupported-pixel-format', 'code streams of more than 16 bits are not decoded', {
      context: { precision: info.precision },
    });
  }
  if (info.precision > header.bitsAllocated || header.bitsAllocated > 16 || header.bitsAllocated === 1) {
    throw damaged('the code stream has another depth than the header', { precision: info.precision });
  }
}

function incomplete(): AppError {
  return new AppError('dicom/pixel-data-incomplete', 'the compressed picture ends early');
}

function damaged(message: string, context: Readonly<Record<string, string | number>>): AppError {
  return new AppError('dicom/pixel-data-damaged', message, { context });
}
