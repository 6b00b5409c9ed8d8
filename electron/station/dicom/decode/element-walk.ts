import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../../../shared/errors/app-error.ts';

/** Where the value of one top-level element lies in `ElementTable.bytes`. */
export interface ElementPlace {
  readonly offset: number;
  /** What is really there: shorter than declared when the file ends early. */
  readonly length: number;
  readonly declared: number;
  readonly undefinedLength: boolean;
  readonly vr: string | null;
}

/** Top-level elements up to and with the pixel data; values are read on demand by tag (0xGGGGEEEE). */
export interface ElementTable {
  readonly transferSyntax: string;
  readonly bytes: Uint8Array;
  readonly inflated: boolean;
  readonly littleEndian: boolean;
  readonly elements: ReadonlyMap<number, ElementPlace>;
  number(tag: number): number | null;
  text(tag: number): string | null;
  words(tag: number): Uint16Array | null;
}

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';

const UNDEFINED = 0xffffffff;
const MAX_DEPTH = 64;
/** A deflated data set may grow to this and no further. */
const MAX_INFLATED = 1 << 30;
const LONG_FORM = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

interface Head {
  readonly tag: number;
  readonly vr: string | null;
  readonly length: number;
  readonly value: number;
}

/**
 * Walks a file by hand, tolerant of a missing preamble, of a missing file meta group and of a meta group whose VR form
 * does not match the data set.
 * @throws AppError dicom/not-dicom, dicom/damaged-header, dicom/too-deep, dicom/too-large
 */
export function readElements(file: Uint8Array): ElementTable {
  const start = prefixed(file) ? 132 : 0;
  const meta = readMeta(file, start);
  const deflated = meta.transferSyntax === DEFLATED;
  const bytes = deflated ? inflate(file.subarray(meta.end)) : file;
  const from = deflated ? 0 : meta.end;
  const sniffed = sniff(bytes, from);
  const transferSyntax = meta.transferSyntax ?? syntaxOf(sniffed);
  const encoding: Encoding = {
    explicit: sniffed.explicit,
    littleEndian: meta.transferSyntax === null ? sniffed.littleEndian : transferSyntax !== BIG_ENDIAN,
  };
  const elements = new Walker(bytes, encoding).top(from);
  if (elements.size === 0) throw new AppError('dicom/not-dicom', 'no data set was found');
  return table(transferSyntax, bytes, deflated, encoding.littleEndian, elements);
}

function prefixed(file: Uint8Array): boolean {
  return file.length >= 132 && ascii(file, 128, 4) === 'DICM';
}

function syntaxOf(encoding: Encoding): string {
  if (!encoding.explicit) return IMPLICIT;
  return encoding.littleEndian ? EXPLICIT : BIG_ENDIAN;
}

function inflate(bytes: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: MAX_INFLATED }));
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new AppError(tooLarge ? 'dicom/too-large' : 'dicom/damaged-header', 'the deflated data set cannot be read', {
      cause,
    });
  }
}

/** File meta information (Part 10 7.1): explicit little endian, ended by the first tag of another group. */
function readMeta(file: Uint8Array, start: number): { transferSyntax: string | null; end: number } {
  let at = start;
  let transferSyntax: string | null = null;
  while (at + 8 <= file.length && file[at] === 0x02 && file[at + 1] === 0x00) {
    const explicit = isVr(file, at + 4);
    const head = new Walker(file, { explicit, littleEndian: true }).head(at);
    if (head.value + head.length > file.length) throw damaged('the file meta group is cut');
    if (head.tag === 0x00020010) transferSyntax = trim(ascii(file, head.value, head.length));
    at = head.value + head.length;
  }
  return { transferSyntax: transferSyntax === '' ? null : transferSyntax, end: at };
}

/** Looks at the first element: groups of a data set are small numbers, and an explicit VR is two capital letters. */
function sniff(bytes: Uint8Array, at: number): Encoding {
  if (at + 8 > bytes.length) throw new AppError('dicom/not-dicom', 'no data set was found');
  const explicit = isVr(bytes, at + 4);
  const little = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const big = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return { explicit, littleEndian: little <= big };
}

function isVr(bytes: Uint8Array, at: number): boolean {
  const a = bytes[at] ?? 0;
  const b = bytes[at + 1] ?? 0;
  return a >= 65 && a <= 90 && b >= 65 && b <= 90;
}

class Walker {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #encoding: Encoding;

  constructor(bytes: Uint8Array, encoding: Encoding) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#encoding = encoding;
  }

  head(at: number): Head {
    const { explicit, littleEndian } = this.#encoding;
    if (at + 8 > this.#bytes.length) throw damaged('an element is cut');
    const tag = this.#view.getUint16(at, littleEndian) * 65536 + this.#view.getUint16(at + 2, littleEndian);
    // Items and delimiters have no VR in any encoding; a VR that is no VR is read as an element without one.
    if (!explicit || tag >= 0xfffee000 || !isVr(this.#bytes, at + 4)) {
      return { tag, vr: null, length: this.#view.getUint32(at + 4, littleEndian), value: at + 8 };
    }
    const vr = ascii(this.#bytes, at + 4, 2);
    if (!LONG_FORM.has(vr)) return { tag, vr, length: this.#view.getUint16(at + 6, littleEndian), value: at + 8 };
    if (at + 12 > this.#bytes.length) throw damaged('an element is cut');
    return { tag, vr, length: this.#view.getUint32(at + 8, littleEndian), value: at + 12 };
  }

  top(from: number): Map<number, ElementPlace> {
    const elements = new Map<number, ElementPlace>();
    let at = from;
    while (at + 8 <= this.#bytes.length) {
      const head = this.head(at);
      const pixels = head.tag === 0x7fe00010 || head.tag === 0x7fe00008 || head.tag === 0x7fe00009;
      const rest = this.#bytes.length - head.value;
      const undefinedLength = head.length === UNDEFINED;
      if (pixels) {
        const length = undefinedLength ? rest : Math.min(head.length, rest);
        elements.set(head.tag, { offset: head.value, length, declared: head.length, undefinedLength, vr: head.vr });
        return elements;
      }
      if (!undefinedLength && head.length > rest) throw damaged('an element is longer than the file');
      if (!undefinedLength) {
        elements.set(head.tag, {
          offset: head.value,
          length: head.length,
          declared: head.length,
          undefinedLength,
          vr: head.vr,
        });
      }
      at = undefinedLength ? this.#skipSequence(head, 1) : head.value + head.length;
    }
    return elements;
  }

  /** Returns the place after the sequence delimiter. UN of undefined length holds implicit little endian (Part 5 6.2.2). */
  #skipSequence(head: Head, depth: number): number {
    if (depth > MAX_DEPTH) throw new AppError('dicom/too-deep', 'sequences are nested too deep');
    if (head.vr === 'UN' && this.#encoding.explicit) {
      return new Walker(this.#bytes, { explicit: false, littleEndian: true }).#skipSequence(
        { ...head, vr: null },
        depth,
      );
    }
    let at = head.value;
    for (;;) {
      const item = this.head(at);
      if (item.tag === 0xfffee0dd) return item.value;
      if (item.tag !== 0xfffee000) throw damaged('a sequence holds something that is no item');
      at = item.length === UNDEFINED ? this.#skipItem(item.value, depth) : item.value + item.length;
    }
  }

  #skipItem(from: number, depth: number): number {
    let at = from;
    for (;;) {
      const head = this.head(at);
      if (head.tag === 0xfffee00d) return head.value;
      at = head.length === UNDEFINED ? this.#skipSequence(head, depth + 1) : head.value + head.length;
    }
  }
}

function table(
  transferSyntax: string,
  bytes: Uint8Array,
  inflated: boolean,
  littleEndian: boolean,
  elements: ReadonlyMap<number, ElementPlace>,
): ElementTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    transferSyntax,
    bytes,
    inflated,
    littleEndian,
    elements,
    number(tag) {
      const place = elements.get(tag);
      if (!place || place.length < 2) return null;
      // Rows written as UL by some writers are read at their own width.
      return place.length === 4 && place.vr === 'UL'
        ? view.getUint32(place.offset, littleEndian)
        : view.getUint16(place.offset, littleEndian);
    },
    text(tag) {
      const place = elements.get(tag);
      return place ? trim(ascii(bytes, place.offset, place.length)) : null;
    },
    words(tag) {
      const place = elements.get(tag);
      if (!place) return null;
      const words = new Uint16Array(place.length >> 1);
      for (let i = 0; i < words.length; i += 1) words[i] = view.getUint16(place.offset + 2 * i, littleEndian);
      return words;
    },
  };
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + Math.min(length, 4096); i += 1) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

/** Takes off the padding blanks and zero bytes. */
function trim(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end -= 1;
  return text.slice(0, end).trimStart();
}

function damaged(message: string): AppError {
  return new AppError('dicom/damaged-header', message);
}
