import dicomParser from 'dicom-parser';
import type { ByteStream } from 'dicom-parser';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Form } from './data-set.ts';

export const ITEM = 0xfffee000;
export const ITEM_END = 0xfffee00d;
export const SEQUENCE_END = 0xfffee0dd;
export const UNDEFINED = 0xffffffff;
export const KNOWN_VR: ReadonlySet<string> = new Set(
  'AE AS AT CS DA DS DT FL FD IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' '),
);
/** Long forms that dicom-parser reads as if they were short: they came to the standard after it was written. */
const LATE_LONG_FORM: ReadonlySet<string> = new Set(['OV', 'SV', 'UV']);

export interface Header {
  readonly tag: number;
  /** As written, null in implicit data sets. */
  readonly vr: string | null;
  readonly length: number;
  /** First byte of the value. */
  readonly offset: number;
}

/** Of an item or a delimiter. */
export type ItemHeader = Pick<Header, 'tag' | 'length'>;
export type ReadAt = (offset: number, length: number) => Uint8Array;

export function damaged(reason: string, cause?: unknown): AppError {
  return new AppError('dicom/damaged-header', `the header is damaged: ${reason}`, { cause });
}

/**
 * Reads the headers of elements and items with dicom-parser, one at a time, so that what a header says is checked against
 * its container before anything follows from it. What dicom-parser throws becomes dicom/damaged-header.
 */
export class HeaderReader {
  readonly #bytes: Uint8Array;
  readonly #little: ByteStream;
  readonly #big: ByteStream;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#little = new dicomParser.ByteStream(dicomParser.littleEndianByteArrayParser, bytes, 0);
    this.#big = new dicomParser.ByteStream(dicomParser.bigEndianByteArrayParser, bytes, 0);
  }

  /** What stands where a representation would be. */
  vr(at: number, form: Form): string {
    return this.#read(at + 4, form, (stream) => stream.readFixedString(2));
  }

  /** Tag and length of an item or a delimiter; of an element the tag counts. Null beyond all that can be read. */
  item(at: number, form: Form, readAt?: ReadAt): ItemHeader | null {
    if (at + 8 <= this.#bytes.length) return this.#read(at, form, itemHeader);
    const beyond = readAt?.(at, 8);
    return beyond?.length === 8 ? new HeaderReader(beyond).item(0, form) : null;
  }

  element(at: number, form: Form): Header {
    return this.#read(at, form, (stream) => elementHeader(stream, form.explicit));
  }

  #read<T>(at: number, form: Form, read: (stream: ByteStream) => T): T {
    const stream = form.bigEndian ? this.#big : this.#little;
    stream.position = at;
    try {
      return read(stream);
    } catch (error) {
      throw damaged('it ends inside an element', error);
    }
  }
}

function readTag(stream: ByteStream): number {
  return stream.readUint16() * 0x10000 + stream.readUint16();
}

function itemHeader(stream: ByteStream): ItemHeader {
  return { tag: readTag(stream), length: stream.readUint32() };
}

/** Told to stop at the tag that stands there, dicom-parser reads the header and leaves the value alone. */
function elementHeader(stream: ByteStream, explicit: boolean): Header {
  const tag = readTag(stream);
  stream.seek(-4);
  const until = `x${tag.toString(16).padStart(8, '0')}`;
  const read = explicit
    ? dicomParser.readDicomElementExplicit(stream, [], until)
    : dicomParser.readDicomElementImplicit(stream, until);
  const { vr = null, length, dataOffset: offset } = read;
  if (vr === null || !LATE_LONG_FORM.has(vr)) return { tag, vr, length, offset };
  return { tag, vr, length: stream.readUint32(), offset: offset + 4 };
}
