import type { NoPicture, PixelFormat } from '../../../../shared/model/image.ts';
import { transferSyntax } from '../../../../shared/dicom/transfer-syntax.ts';
import type { Attributes } from './attributes.ts';
import type { Element, Notes } from './data-set.ts';

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
/** Storage classes that never hold a picture to read, by the beginning of their UID. First match wins. */
const WITHOUT_PICTURE: readonly (readonly [prefix: string, why: NoPicture])[] = [
  [`${STORAGE}88.`, 'report'],
  [`${STORAGE}11.`, 'presentation-state'],
  [`${STORAGE}66.1.`, 'no-pixel-data'],
  [`${STORAGE}66.3.`, 'no-pixel-data'],
  [`${STORAGE}67.`, 'no-pixel-data'],
  [`${STORAGE}66.4.`, 'segmentation'],
  [`${STORAGE}66.5.`, 'segmentation'],
  [`${STORAGE}66.7.`, 'segmentation'],
  [`${STORAGE}104.`, 'document'],
  [`${STORAGE}9.`, 'waveform'],
  [`${STORAGE}481.3`, 'radiotherapy'],
  [`${STORAGE}481.4`, 'radiotherapy'],
  [`${STORAGE}481.5`, 'radiotherapy'],
  [`${STORAGE}481.6`, 'radiotherapy'],
  [`${STORAGE}481.7`, 'radiotherapy'],
  [`${STORAGE}481.8`, 'radiotherapy'],
  [`${STORAGE}481.9`, 'radiotherapy'],
];

export interface PictureFacts {
  readonly pixels: PixelFormat | null;
  /** Frames that can be asked for. */
  readonly frames: number;
  readonly why: NoPicture | null;
}

/**
 * Whether there is something to show, and how many frames. Segmentations keep their frames, because their pixels can be
 * read, but are no picture of their own.
 */
export function pictureFacts(
  attributes: Attributes,
  facts: { readonly sopClass: string | null; readonly transferSyntax: string },
  notes: Notes,
): PictureFacts {
  const byClass = WITHOUT_PICTURE.find(([prefix]) => `${facts.sopClass ?? ''}.`.startsWith(prefix))?.[1] ?? null;
  const element =
    attributes.element('pixels') ?? attributes.element('floatPixels') ?? attributes.element('doublePixels');
  const format = element && element.length > 0 ? pixelFormat(attributes) : null;
  if (!element || !format) return { pixels: null, frames: 0, why: byClass ?? whyEmpty(attributes, element) };
  const syntax = transferSyntax(facts.transferSyntax);
  if (syntax.video) return { pixels: format, frames: 0, why: 'video' };
  if (!syntax.decodable) return { pixels: format, frames: 0, why: byClass ?? 'unsupported-transfer-syntax' };
  if (!isReadable(format)) return { pixels: format, frames: 0, why: byClass ?? 'unsupported-pixel-format' };
  const frames = framesThere(attributes, element, format, notes);
  const nativeOffset = plainPlace(attributes, element, format, frames, facts.transferSyntax);
  const pixels = nativeOffset === null ? format : { ...format, nativeOffset };
  return { pixels, frames, why: byClass ?? (frames === 0 ? 'no-pixel-data' : null) };
}

function whyEmpty(attributes: Attributes, element: Element | null): NoPicture {
  if (attributes.has('waveforms')) return 'waveform';
  // Pixel data without rows or columns: there is nothing to lay out.
  return element && element.length > 2 ? 'unsupported-pixel-format' : 'no-pixel-data';
}

function pixelFormat(attributes: Attributes): PixelFormat | null {
  const rows = attributes.integer('rows') ?? 0;
  const columns = attributes.integer('columns') ?? 0;
  if (rows <= 0 || columns <= 0) return null;
  const bitsAllocated = attributes.integer('bitsAllocated') ?? 0;
  const bitsStored = attributes.integer('bitsStored') ?? bitsAllocated;
  return {
    rows,
    columns,
    samplesPerPixel: attributes.integer('samplesPerPixel') ?? 1,
    photometric: attributes.text('photometric') ?? 'MONOCHROME2',
    bitsAllocated,
    bitsStored,
    highBit: attributes.integer('highBit') ?? bitsStored - 1,
    signed: attributes.integer('pixelRepresentation') === 1,
    planar: attributes.integer('planar') === 1,
  };
}

/** Sizes a decoder may believe. Rows and columns fit 16 bits by the standard; some files carry them wider. */
function isReadable(format: PixelFormat): boolean {
  return (
    format.rows <= 65535 &&
    format.columns <= 65535 &&
    [1, 8, 16, 32, 64].includes(format.bitsAllocated) &&
    [1, 3, 4].includes(format.samplesPerPixel) &&
    format.bitsStored >= 1 &&
    format.bitsStored <= format.bitsAllocated &&
    format.highBit < format.bitsAllocated
  );
}

/**
 * Frames that can be asked for when the declared number may lie: never more than the data can hold. A last frame that is
 * cut short counts, so that asking for it says what is wrong.
 */
function framesThere(attributes: Attributes, element: Element, format: PixelFormat, notes: Notes): number {
  const { whole, partial } = element.fragments === null ? nativeFrames(element, format) : fragmentFrames(element);
  const there = whole + (partial ? 1 : 0);
  const declared = attributes.integer('numberOfFrames');
  if (declared === null && attributes.filled('numberOfFrames')) {
    notes.add('frames-unreadable');
    return there;
  }
  if (declared !== null && declared < 1) notes.add('frames-not-positive');
  const wanted = Math.max(1, declared ?? 1);
  if (there < wanted) notes.add('frames-missing');
  if (whole < wanted && partial) notes.add('pixel-data-partial-frame');
  if (element.fragments === null && there > wanted) notes.add('pixel-data-long');
  return Math.min(wanted, there);
}

interface FrameCount {
  readonly whole: number;
  /** Another frame begins and is cut short. */
  readonly partial: boolean;
}

/** Every frame has one fragment at least; the first item is the offset table. */
function fragmentFrames(element: Element): FrameCount {
  return { whole: Math.max(0, (element.fragments?.length ?? 0) - 1), partial: false };
}

/** Padding to an even length (and to whole bytes for single bits) is no further frame. */
function nativeFrames(element: Element, format: PixelFormat): FrameCount {
  const subsampled = format.photometric === 'YBR_FULL_422' || format.photometric === 'YBR_PARTIAL_422';
  const samples = subsampled ? 2 : format.samplesPerPixel;
  const frameBits = format.rows * format.columns * samples * format.bitsAllocated;
  const bits = element.length * 8;
  const whole = Math.floor(bits / frameBits);
  const rest = bits - whole * frameBits;
  return { whole, partial: rest > 16 || whole === 0 };
}

/**
 * Where the frames lie in the file when each is a plain range of it: grey in little-endian whole words with nothing below
 * the stored bits. Null when it takes a decoder, a frame is cut short, or the object says another number of frames than it
 * has: the decoder says so with each.
 */
function plainPlace(
  attributes: Attributes,
  element: Element,
  format: PixelFormat,
  frames: number,
  syntaxUid: string,
): number | null {
  const syntax = transferSyntax(syntaxUid);
  const words = [8, 16, 32].includes(format.bitsAllocated) && format.highBit === format.bitsStored - 1;
  const grey = format.samplesPerPixel === 1 && ['MONOCHROME1', 'MONOCHROME2'].includes(format.photometric);
  const plain = !syntax.encapsulated && !syntax.deflated && !attributes.dataSet.form.bigEndian;
  const bytes = (format.rows * format.columns * format.bitsAllocated * frames) / 8;
  const there = element.fragments === null && !element.undefinedLength && element.length >= bytes;
  const agreed =
    frames === (attributes.integer('numberOfFrames') ?? 1) && (frames === 1 || attributes.filled('numberOfFrames'));
  return words && grey && plain && there && agreed && element === attributes.element('pixels') ? element.offset : null;
}
