import { AppError } from '../../../../shared/errors/app-error.ts';
import { checkTextValue, text } from './element.ts';
import type { DicomElement, DicomItem, NumberVr, TextVr } from './element.ts';

/** Names this writer in (0002,0012). Made once from a random UUID (Part 5, B.2). */
export const IMPLEMENTATION_UID = '2.25.134553743188925601989281761050098047536';
export const IMPLEMENTATION_NAME = 'NIGHTJAR_1';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** These have two reserved bytes and a 32-bit length (Part 5, 7.1.2). */
const LONG_FORM = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const NUMBER_SIZE: Readonly<Record<NumberVr, number>> = { AT: 4, FD: 8, FL: 4, SL: 4, SS: 2, UL: 4, US: 2 };

/**
 * A DICOM file (Part 10), explicit VR little endian, UTF-8. Sequences and items have defined lengths. The same data set gives
 * the same bytes. The data set must hold SOP class, SOP instance and ISO_IR 192 as its character set.
 */
export function writeDicomFile(dataSet: DicomItem): Uint8Array {
  const sopClass = firstText(dataSet, 0x00080016);
  const sopInstance = firstText(dataSet, 0x00080018);
  if (firstText(dataSet, 0x00080005) !== 'ISO_IR 192')
    throw new AppError('internal/bug', 'text is written as UTF-8 only');
  return Buffer.concat([fileHead(sopClass, sopInstance, EXPLICIT_LITTLE_ENDIAN), encodeItem(dataSet)]);
}

/** An empty preamble and the file meta information (Part 10, 7.1). */
export function fileHead(sopClass: string, sopInstance: string, transferSyntax: string): Buffer {
  const rest = encodeItem([
    { tag: 0x00020001, vr: 'OB', bytes: Uint8Array.of(0, 1) },
    text(0x00020002, 'UI', sopClass),
    text(0x00020003, 'UI', sopInstance),
    text(0x00020010, 'UI', transferSyntax),
    text(0x00020012, 'UI', IMPLEMENTATION_UID),
    text(0x00020013, 'SH', IMPLEMENTATION_NAME),
  ]);
  const length = encodeItem([{ tag: 0x00020000, vr: 'UL', values: [rest.length] }]);
  const preamble = Buffer.alloc(132);
  preamble.write('DICM', 128, 'latin1');
  return Buffer.concat([preamble, length, rest]);
}

/** Elements in rising tag order. A tag that stands twice is a bug. */
export function encodeItem(item: DicomItem): Buffer {
  const sorted = [...item].sort((a, b) => a.tag - b.tag);
  for (const [index, element] of sorted.entries()) {
    if (element.tag === sorted[index - 1]?.tag) throw new AppError('internal/bug', 'a tag stands twice in a data set');
  }
  return Buffer.concat(sorted.map((element) => encodeElement(element)));
}

function encodeElement(element: DicomElement): Buffer {
  const value = encodeValue(element);
  const vr = element.vr === 'raw' ? element.as : element.vr;
  const isLong = LONG_FORM.has(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(element.tag >>> 16, 0);
  head.writeUInt16LE(element.tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (isLong) {
    head.writeUInt32LE(value.length, 8);
  } else {
    if (value.length > 0xfffe) throw new AppError('internal/bug', `a ${vr} value is too long`);
    head.writeUInt16LE(value.length, 6);
  }
  return Buffer.concat([head, value]);
}

function encodeValue(element: DicomElement): Buffer {
  switch (element.vr) {
    case 'SQ':
      return Buffer.concat(element.items.map((item) => encodeSequenceItem(item)));
    case 'OB':
    case 'OW':
    case 'raw':
      return padded(Buffer.from(element.bytes), 0);
    case 'AT':
    case 'FD':
    case 'FL':
    case 'SL':
    case 'SS':
    case 'UL':
    case 'US':
      return encodeNumbers(element.vr, element.values);
    default:
      return encodeText(element.tag, element.vr, element.values);
  }
}

function encodeSequenceItem(item: DicomItem): Buffer {
  const body = encodeItem(item);
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(0xe000, 2);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

function encodeText(tag: number, vr: TextVr, values: readonly string[]): Buffer {
  for (const value of values) checkTextValue(tag, vr, value);
  // UI is padded with NUL, all other text with a blank (Part 5, 6.2).
  return padded(Buffer.from(values.join('\\'), 'utf8'), vr === 'UI' ? 0 : 0x20);
}

function encodeNumbers(vr: NumberVr, values: readonly number[]): Buffer {
  const size = NUMBER_SIZE[vr];
  const buffer = Buffer.alloc(size * values.length);
  for (const [index, value] of values.entries()) writeNumber(buffer, vr, value, index * size);
  return buffer;
}

function writeNumber(buffer: Buffer, vr: NumberVr, value: number, at: number): void {
  if (!Number.isFinite(value)) throw new AppError('internal/bug', 'a number in a data set must be finite');
  switch (vr) {
    case 'AT':
      // A tag: group, then element.
      buffer.writeUInt16LE(value >>> 16, at);
      buffer.writeUInt16LE(value & 0xffff, at + 2);
      return;
    case 'FD':
      buffer.writeDoubleLE(value, at);
      return;
    case 'FL':
      buffer.writeFloatLE(value, at);
      return;
    case 'SL':
      buffer.writeInt32LE(value, at);
      return;
    case 'SS':
      buffer.writeInt16LE(value, at);
      return;
    case 'UL':
      buffer.writeUInt32LE(value, at);
      return;
    case 'US':
      buffer.writeUInt16LE(value, at);
  }
}

function padded(bytes: Buffer, pad: number): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.of(pad)]);
}

function firstText(item: DicomItem, tag: number): string {
  const element = item.find((entry) => entry.tag === tag);
  if (element && element.vr === 'SQ') throw new AppError('internal/bug', 'a sequence where text was expected');
  const value = element && 'values' in element ? element.values[0] : undefined;
  if (typeof value !== 'string' || value === '') throw new AppError('internal/bug', 'a data set lacks its identity');
  return value;
}
