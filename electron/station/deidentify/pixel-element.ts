import { AppError } from '../../../shared/errors/app-error.ts';
import type { Attributes } from '../dicom/parse/attributes.ts';
import type { Element } from '../dicom/parse/data-set.ts';
import { encodeItem } from '../dicom/write/write-file.ts';
import { blankedStream } from './stream-comments.ts';
import { littleEndian, representation } from './value-bytes.ts';

const PIXELS = 0x7fe00010;
const RLE = '1.2.840.10008.1.2.5';
/** JPEG, JPEG-LS, JPEG 2000 and HTJ2K. */
const STREAMS = /^1\.2\.840\.10008\.1\.2\.4\.(?:5[0-9]|6\d|70|8[01]|9[01]|20[123])$/;

export interface WrittenPixels {
  readonly transferSyntax: string;
  /** The elements of group 7FE0 as they stand in the file. */
  readonly parts: readonly Uint8Array[];
}

/**
 * The pixels of an object, in the syntax they came in: decoded values stay what they were. Native ones are written little-endian and end
 * where rows, columns and frames say.
 * @throws AppError deidentify/unsupported
 */
export function pixelElements(attributes: Attributes, syntax: string, native: string): WrittenPixels {
  const { dataSet } = attributes;
  const parts: Uint8Array[] = [];
  let transferSyntax = native;
  const ordered = [...dataSet.elements.values()].filter(({ tag }) => tag >= 0x7fe00000 && tag <= 0x7fe0ffff);
  for (const element of ordered.sort((a, b) => a.tag - b.tag)) {
    if (element.fragments !== null && element.tag === PIXELS) {
      transferSyntax = syntax;
      parts.push(...encapsulated(attributes, element, syntax));
      continue;
    }
    const vr = representation(element, false);
    const bytes = vr === null ? null : littleEndian(dataSet, element, vr);
    if (vr === null || bytes === null) continue;
    parts.push(
      encodeItem([{ tag: element.tag, vr: 'raw', as: vr, bytes: bytes.subarray(0, pixelBytes(attributes, element)) }]),
    );
  }
  return { transferSyntax, parts };
}

/** Bytes of a file. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** Pixels that follow from the beginning of a file alone: what stands before them, and which bytes of the file they are. */
export interface LastPixels {
  readonly head: Uint8Array;
  readonly range: FileRange;
}

/**
 * Native pixels that end a file go out as they are: which bytes those are is said by its beginning. Null where more than that has to be
 * looked at.
 * @param fileBytes of the whole file
 */
export function lastPixels(attributes: Attributes, fileBytes: number): LastPixels | null {
  const { elements, form } = attributes.dataSet;
  const [element, ...others] = [...elements.values()].filter(({ tag }) => tag >= 0x7fe00000 && tag <= 0x7fe0ffff);
  if (element?.tag !== PIXELS || others.length > 0 || element.undefinedLength || form.bigEndian) return null;
  if (element.offset + element.length !== fileBytes) return null;
  const vr = representation(element, false);
  const length = pixelBytes(attributes, element);
  if (vr === null || element.length % 2 !== 0 || length % 2 !== 0) return null;
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0x00107fe0, 0);
  head.write(vr, 4, 'latin1');
  head.writeUInt32LE(length, 8);
  return { head, range: { offset: element.offset, length } };
}

/** What belongs to the picture: nothing rides behind it. */
function pixelBytes(attributes: Attributes, { tag, length }: Element): number {
  const bits = attributes.integer('bitsAllocated');
  const rows = attributes.integer('rows');
  const columns = attributes.integer('columns');
  if (tag !== PIXELS || bits === null || rows === null || columns === null) return length;
  const samples = attributes.integer('samplesPerPixel') ?? 1;
  const frames = Math.max(1, attributes.integer('numberOfFrames') ?? 1);
  // 4:2:2 has two samples a pixel.
  const perPixel = attributes.text('photometric') === 'YBR_FULL_422' ? 2 : samples;
  const bytes = Math.ceil((rows * columns * perPixel * frames * bits) / 8);
  return Math.min(length, bytes + (bytes % 2));
}

function encapsulated(attributes: Attributes, element: Element, syntax: string): Uint8Array[] {
  const { dataSet } = attributes;
  const isStream = STREAMS.test(syntax);
  if (!isStream && syntax !== RLE) throw unsupported('syntax');
  const [table, ...fragments] = element.fragments ?? [];
  const frames = Math.max(1, attributes.integer('numberOfFrames') ?? 1);
  // The rest of a frame that is in several fragments cannot be told from words.
  if (table === undefined || fragments.length !== frames) throw unsupported('fragments');
  const of = ({ offset, length }: { readonly offset: number; readonly length: number }): Uint8Array =>
    dataSet.bytes.subarray(offset, offset + length);
  const items = fragments.map((fragment) => (isStream ? blankedStream(of(fragment)) : of(fragment)));
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0x00107fe0, 0);
  head.write('OB', 4, 'latin1');
  head.writeUInt32LE(0xffffffff, 8);
  return [
    head,
    ...[of(table), ...items].flatMap((bytes) => [itemHead(0xe000, bytes.length), bytes]),
    itemHead(0xe0dd, 0),
  ];
}

function itemHead(element: number, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(element, 2);
  head.writeUInt32LE(length, 4);
  return head;
}

function unsupported(reason: string): AppError {
  return new AppError('deidentify/unsupported', 'the pixels are in a form that cannot be cleaned', {
    context: { reason },
  });
}
