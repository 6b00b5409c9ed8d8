import { AppError } from '../../../../shared/errors/app-error.ts';
import { readElements } from './element-table.ts';
import type { Element } from '../parse/data-set.ts';
import { colourTransform } from '../../../../shared/dicom/colour-transform.ts';
import type { ColourTransform } from '../../../../shared/dicom/colour-transform.ts';
import { readIccProfile } from '../../../../shared/dicom/icc-profile.ts';
import type { ElementTable } from './element-table.ts';
import { MOST_FRAMES, requireFrameSize } from './frame-limits.ts';
import { nativeFrameBits } from './frame-size.ts';
import type { FrameShape } from './frame-size.ts';

/** Palette Color Lookup Table Module (Part 3 C.7.9), one channel, as bytes of the file. */
export interface PaletteChannel {
  readonly entries: number;
  readonly first: number;
  readonly bits: number;
  /** 16-bit words in the order of the file's own byte order, already read. */
  readonly words: Uint16Array;
  /** The same as bytes, the lower one of each word first, for tables of 8-bit entries packed two a word. */
  readonly bytes: Uint8Array;
  readonly segmented: boolean;
}

/** What is needed to cut and understand the pixel data of one object (Part 3 C.7.6.3). */
export interface PixelHeader {
  readonly transferSyntax: string;
  /** The data set's bytes: the file's own, or the inflated ones. */
  readonly bytes: Uint8Array;
  readonly inflated: boolean;
  readonly littleEndian: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** An overlay lies in the bits above the stored ones (retired, Part 3 C.9.2): they are no part of the value. */
  readonly bitsAbove: boolean;
  readonly signed: boolean;
  readonly planar: boolean;
  /** (0028,0008), 1 when absent; what native data hold when it cannot be read. */
  readonly frames: number;
  readonly kind: 'integer' | 'float32' | 'float64';
  readonly pixelData: Element;
  /** (7FE0,0001): 64-bit offsets from the first fragment's item tag. */
  readonly extendedOffsets: readonly number[] | null;
  readonly palette: readonly [PaletteChannel, PaletteChannel, PaletteChannel] | null;
  /** What shows the colours of its ICC profile on the screen; null: they are shown as they are, and so is every grey. */
  readonly colours: ColourTransform | null;
}

const TAG = {
  modality: 0x00080060,
  samples: 0x00280002,
  photometric: 0x00280004,
  planar: 0x00280006,
  frames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  bitsAllocated: 0x00280100,
  bitsStored: 0x00280101,
  highBit: 0x00280102,
  representation: 0x00280103,
  iccProfile: 0x00282000,
  extendedOffsets: 0x7fe00001,
  float: 0x7fe00008,
  double: 0x7fe00009,
  pixelData: 0x7fe00010,
} as const;

/**
 * Reads the pixel module of a whole file.
 * @throws AppError dicom/not-dicom, dicom/damaged-header, dicom/no-pixel-data, dicom/unsupported-pixel-format, dicom/too-large
 */
export function readPixelHeader(file: Uint8Array): PixelHeader {
  const table = readElements(file);
  const kind = pixelKind(table);
  const place = table.elements.get(kind.tag);
  if (!place || (place.length === 0 && !place.undefinedLength)) {
    throw new AppError('dicom/no-pixel-data', 'the object has no pixel data');
  }
  const { declared, ...shape } = readShape(table, kind.bits);
  return {
    transferSyntax: table.transferSyntax,
    bytes: table.bytes,
    inflated: table.inflated,
    littleEndian: table.littleEndian,
    ...shape,
    frames: declared ?? framesHeld(shape, place),
    kind: kind.kind,
    pixelData: place,
    extendedOffsets: readOffsets(table),
    palette: shape.photometric === 'PALETTE COLOR' ? readPalette(table) : null,
    colours: shape.samples === 3 || shape.photometric === 'PALETTE COLOR' ? readColours(table) : null,
  };
}

interface Kind {
  readonly tag: number;
  readonly kind: PixelHeader['kind'];
  readonly bits: number | null;
}

function pixelKind(table: ElementTable): Kind {
  if (table.elements.has(TAG.float)) return { tag: TAG.float, kind: 'float32', bits: 32 };
  if (table.elements.has(TAG.double)) return { tag: TAG.double, kind: 'float64', bits: 64 };
  return { tag: TAG.pixelData, kind: 'integer', bits: null };
}

type Shape = Pick<
  PixelHeader,
  | 'rows'
  | 'columns'
  | 'samples'
  | 'photometric'
  | 'bitsAllocated'
  | 'bitsStored'
  | 'highBit'
  | 'bitsAbove'
  | 'signed'
  | 'planar'
> & {
  /** Null when the number stands there and cannot be read. */
  readonly declared: number | null;
};

function readShape(table: ElementTable, floatBits: number | null): Shape {
  const rows = table.number(TAG.rows) ?? 0;
  const columns = table.number(TAG.columns) ?? 0;
  const samples = table.number(TAG.samples) ?? 1;
  const bitsAllocated = floatBits ?? table.number(TAG.bitsAllocated) ?? 0;
  const bitsStored = floatBits ?? table.number(TAG.bitsStored) ?? bitsAllocated;
  const highBit = table.number(TAG.highBit) ?? bitsStored - 1;
  if (rows < 1 || columns < 1) throw unsupported('rows and columns are not given', { rows, columns });
  const known = floatBits !== null || [1, 8, 16, 32].includes(bitsAllocated);
  if (!known) throw unsupported('bits allocated are not 1, 8, 16 or 32', { bitsAllocated });
  if (bitsStored < 1 || bitsStored > bitsAllocated) {
    throw unsupported('bits stored do not fit bits allocated', { bitsAllocated, bitsStored });
  }
  if (samples !== 1 && samples !== 3) throw unsupported('samples per pixel are not 1 or 3', { samples });
  requireFrameSize({ rows, columns, samples, bitsAllocated }, table.text(TAG.modality));
  const usable = highBit >= bitsStored - 1 && highBit < bitsAllocated;
  return {
    rows,
    columns,
    samples,
    photometric: table.text(TAG.photometric)?.toUpperCase() ?? (samples === 3 ? 'RGB' : 'MONOCHROME2'),
    bitsAllocated,
    bitsStored,
    bitsAbove: hasOverlayBits(table, bitsStored),
    highBit: usable ? highBit : bitsStored - 1,
    signed: floatBits === null && table.number(TAG.representation) === 1,
    planar: samples > 1 && table.number(TAG.planar) === 1,
    declared: frameCount(table.text(TAG.frames)),
  };
}

/** (60xx,0102): the bit in which an overlay lies; 0 where it has data of its own. */
function hasOverlayBits(table: ElementTable, bitsStored: number): boolean {
  for (let group = 0; group < 16; group += 1) {
    if ((table.number(0x60000102 + group * 0x20000) ?? 0) >= bitsStored) return true;
  }
  return false;
}

function frameCount(text: string | null): number | null {
  const count = text === null || text === '' ? 1 : Number(text.split('\\')[0]);
  if (!Number.isSafeInteger(count)) return null;
  if (count > MOST_FRAMES) {
    throw new AppError('dicom/too-large', 'the object announces more frames than there can be', {
      context: { frames: count },
    });
  }
  return Math.max(1, count);
}

/** The index counts so too (parse/picture): a frame that one of them offers the other must know. */
function framesHeld(shape: FrameShape, place: Element): number {
  if (place.undefinedLength) return 1;
  return Math.max(1, Math.floor((place.length * 8) / nativeFrameBits(shape)));
}

function readOffsets(table: ElementTable): number[] | null {
  const place = table.elements.get(TAG.extendedOffsets);
  if (!place || place.length < 8) return null;
  const view = new DataView(table.bytes.buffer, table.bytes.byteOffset + place.offset, place.length);
  const offsets: number[] = [];
  for (let at = 0; at + 8 <= place.length; at += 8) offsets.push(Number(view.getBigUint64(at, table.littleEndian)));
  return offsets;
}

/** ICC Profile (0028,2000), as the index judged it (parse/colour-profile): only a matrix profile is applied. */
function readColours({ bytes, elements }: ElementTable): ColourTransform | null {
  const place = elements.get(TAG.iccProfile);
  const profile = place ? readIccProfile(bytes.subarray(place.offset, place.offset + place.length)) : null;
  return profile?.kind === 'matrix' ? colourTransform(profile) : null;
}

function readPalette(table: ElementTable): PixelHeader['palette'] {
  const channels = [0, 1, 2].map((channel) => readChannel(table, channel));
  const [red, green, blue] = channels;
  return red && green && blue ? [red, green, blue] : null;
}

function readChannel(table: ElementTable, channel: number): PaletteChannel | null {
  const descriptor = table.words(0x00281101 + channel);
  const plain = table.elements.get(0x00281201 + channel);
  const segmented = table.elements.get(0x00281221 + channel);
  const place = plain ?? segmented;
  if (!descriptor || descriptor.length < 3 || !place) return null;
  const [entries = 0, first = 0, bits = 0] = descriptor;
  const words = table.words((plain ? 0x00281201 : 0x00281221) + channel);
  if (!words) return null;
  return {
    entries: entries === 0 ? 65536 : entries,
    first,
    bits,
    words,
    bytes: bytesOf(words),
    segmented: !plain,
  };
}

function bytesOf(words: Uint16Array): Uint8Array {
  return Uint8Array.from({ length: words.length * 2 }, (_, at) => ((words[at >> 1] ?? 0) >> (8 * (at & 1))) & 0xff);
}

function unsupported(message: string, context: Readonly<Record<string, number>>): AppError {
  return new AppError('dicom/unsupported-pixel-format', message, { context });
}
