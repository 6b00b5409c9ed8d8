import { AppError } from '../../../../shared/errors/app-error.ts';
import { TAG } from '../../../../shared/dicom/tags.ts';
import type { DataSet, Element, Form, Fragment, Notes } from './data-set.ts';

/** Real objects go to about ten; a hostile one must not reach the end of the stack. */
const MAX_DEPTH = 256;
/** Elements of one object. A million empty ones is 8 MB of file and some 150 MB of maps. */
const MAX_ELEMENTS = 1_000_000;
const UNDEFINED = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const LONG_FORM = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const SHORT_FORM = new Set(
  [
    'AE',
    'AS',
    'AT',
    'CS',
    'DA',
    'DS',
    'DT',
    'FL',
    'FD',
    'IS',
    'LO',
    'LT',
    'PN',
    'SH',
    'SL',
    'SS',
    'ST',
    'TM',
    'UI',
  ].concat(['UL', 'US']),
);
const PIXEL_TAGS: ReadonlySet<number> = new Set([TAG.pixels[0], TAG.floatPixels[0], TAG.doublePixels[0]]);
const KNOWN_SEQUENCES: ReadonlySet<number> = new Set(
  Object.values(TAG).flatMap(([tag, vr]) => (vr === 'SQ' ? [tag] : [])),
);
const IMPLICIT: Form = { explicit: false, bigEndian: false };

export interface WalkOptions {
  /** Bytes of the whole file, when `bytes` is only its beginning: pixel data may then end beyond `bytes`. */
  readonly fileBytes?: number;
  /** Reads places of the file that lie beyond `bytes`. */
  readonly readAt?: ReadAt;
}

export type ReadAt = (offset: number, length: number) => Uint8Array;

interface Header {
  readonly tag: number;
  readonly vr: string | null;
  readonly length: number;
  /** First byte of the value. */
  readonly offset: number;
}

/**
 * Reads the elements of a data set between two places in `bytes`. Bounded in depth and count; every length is checked
 * against what contains it. Pixel data may be cut short (noted); anything else that leaves its container is damage.
 * Trailing garbage after the pixel data is left out and noted.
 * @throws AppError dicom/damaged-header, dicom/too-deep, dicom/too-large
 */
export function walkDataSet(
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number },
  form: Form,
  notes: Notes,
  options: WalkOptions = {},
): DataSet {
  return new Walker(bytes, notes, options).dataSet(range.start, range.end, form, 0).dataSet;
}

function damaged(reason: string): AppError {
  return new AppError('dicom/damaged-header', `the header is damaged: ${reason}`);
}

class Walker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #notes: Notes;
  readonly #fileBytes: number;
  readonly #readAt: ReadAt | undefined;
  #count = 0;

  constructor(bytes: Uint8Array, notes: Notes, options: WalkOptions) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#notes = notes;
    this.#fileBytes = options.fileBytes ?? bytes.length;
    this.#readAt = options.readAt;
  }

  /** Until `end`, or until an item delimiter when the item has no length of its own. */
  dataSet(
    start: number,
    end: number,
    form: Form,
    depth: number,
    delimited = false,
  ): { dataSet: DataSet; next: number } {
    if (depth > MAX_DEPTH) throw new AppError('dicom/too-deep', `sequences are nested more than ${MAX_DEPTH} deep`);
    const elements = new Map<number, Element>();
    const dataSet = { bytes: this.#bytes, form, elements };
    let at = start;
    let last = 0;
    let afterPixels = false;
    while (at + 8 <= end) {
      const tag = this.#tag(at, form);
      if (tag === ITEM_END && delimited) return { dataSet, next: at + 8 };
      if (tag === ITEM_END || tag === SEQUENCE_END || tag === ITEM) {
        // Stray delimiters: some writers close a sequence of known length once more.
        this.#notes.add('stray-delimiter');
        at += 8;
        continue;
      }
      try {
        const { element, next } = this.#element(at, end, form, depth);
        if (element.tag < last) this.#notes.add('tags-out-of-order');
        if (elements.has(element.tag)) this.#notes.add('tag-repeated');
        else elements.set(element.tag, element);
        last = element.tag;
        at = next;
        if (depth === 0 && PIXEL_TAGS.has(element.tag)) afterPixels = true;
      } catch (error) {
        if (!afterPixels) throw error;
        this.#notes.add('trailing-garbage');
        return { dataSet, next: end };
      }
    }
    if (delimited) {
      if (depth > 0 && at < end) throw damaged('an item has no end');
      this.#notes.add('item-without-end');
    } else if (at < end) {
      this.#leftOver(at, end, afterPixels);
    } else if (depth === 0 && !afterPixels && end < this.#fileBytes) {
      throw damaged('the header goes on beyond what was read');
    }
    return { dataSet, next: end };
  }

  #leftOver(at: number, end: number, afterPixels: boolean): void {
    const rest = this.#bytes.subarray(at, end);
    if (!afterPixels && rest.some((byte) => byte !== 0)) throw damaged('it ends inside an element');
    this.#notes.add('trailing-garbage');
  }

  #element(at: number, end: number, form: Form, depth: number): { element: Element; next: number } {
    this.#count += 1;
    if (this.#count > MAX_ELEMENTS)
      throw new AppError('dicom/too-large', 'the header has more than a million elements');
    const header = this.#header(at, end, form);
    if (header.length === UNDEFINED) return this.#undefinedLength(header, end, form, depth);
    const stop = header.offset + header.length;
    if (header.length % 2 === 1) this.#notes.add('odd-length');
    if (stop > end) return this.#cutShort(header, end, depth);
    const items = this.#isSequence(header, stop) ? this.#itemsOf(header, stop, form, depth) : null;
    return { element: plain(header, header.length, items), next: stop };
  }

  /** Only pixel data may end before its length says: the header before it is whole and worth listing. */
  #cutShort(header: Header, end: number, depth: number): { element: Element; next: number } {
    if (depth !== 0 || !PIXEL_TAGS.has(header.tag)) throw damaged('an element is longer than the file');
    const there = Math.min(header.length, this.#fileBytes - header.offset);
    if (there < header.length) this.#notes.add('pixel-data-short');
    return { element: plain(header, Math.max(0, there), null), next: end };
  }

  #undefinedLength(header: Header, end: number, form: Form, depth: number): { element: Element; next: number } {
    const encapsulated = PIXEL_TAGS.has(header.tag) || header.vr === 'OB' || header.vr === 'OW';
    if (encapsulated) return this.#encapsulated(header, end, form, depth);
    // UN of undefined length holds a sequence in implicit little endian (Part 5, 6.2.2 note 4).
    const inner = header.vr === 'UN' ? this.#formOfUnknown(header, end, form) : form;
    const { items, next } = this.#items(header.offset, end, inner, depth, true);
    return { element: { ...plain(header, next - header.offset, items), undefinedLength: true }, next };
  }

  /** Some writers put explicit items in such a UN all the same: the first element of the first item tells. */
  #formOfUnknown(header: Header, end: number, form: Form): Form {
    const first = header.offset + 8;
    if (first + 8 > end) return IMPLICIT;
    const vr = this.#vr(first + 4);
    return vr !== null && (LONG_FORM.has(vr) || SHORT_FORM.has(vr)) ? { ...form, explicit: true } : IMPLICIT;
  }

  #encapsulated(header: Header, end: number, form: Form, depth: number): { element: Element; next: number } {
    const fragments: Fragment[] = [];
    const top = depth === 0 && PIXEL_TAGS.has(header.tag);
    const limit = top ? Math.max(end, this.#fileBytes) : end;
    const done = (at: number, next: number): { element: Element; next: number } => ({
      element: { ...plain(header, at - header.offset, null), fragments, undefinedLength: true },
      next,
    });
    let at = header.offset;
    for (;;) {
      const item = at + 8 <= limit ? this.#itemHeader(at, form) : null;
      if (item?.tag === SEQUENCE_END) return done(at, at + 8);
      if (item?.tag !== ITEM || item.length === UNDEFINED) {
        if (!top) throw damaged('encapsulated data have no end');
        this.#notes.add(item === null ? 'encapsulated-without-end' : 'encapsulated-damaged');
        return done(Math.min(at, limit), end);
      }
      const there = Math.min(item.length, limit - at - 8);
      if (there < item.length && !top) throw damaged('encapsulated data are cut short');
      if (there < item.length) this.#notes.add('pixel-data-short');
      fragments.push({ offset: at + 8, length: there });
      at += 8 + item.length;
    }
  }

  /** Tag and length of an item; from the file itself when `bytes` is only its beginning. */
  #itemHeader(at: number, form: Form): { readonly tag: number; readonly length: number } | null {
    if (at + 8 <= this.#bytes.length) {
      return { tag: this.#tag(at, form), length: this.#view.getUint32(at + 4, !form.bigEndian) };
    }
    const read = this.#readAt?.(at, 8);
    if (!read || read.length < 8) return null;
    const view = new DataView(read.buffer, read.byteOffset, 8);
    const little = !form.bigEndian;
    const tag = ((view.getUint16(0, little) << 16) | view.getUint16(2, little)) >>> 0;
    return { tag, length: view.getUint32(4, little) };
  }

  #isSequence(header: Header, stop: number): boolean {
    if (header.vr === 'SQ') return true;
    if (header.vr !== null && header.vr !== 'UN') return false;
    if (header.length < 8 || stop - header.offset < 8) return false;
    if (this.#tag(header.offset, IMPLICIT) !== ITEM) return false;
    return true;
  }

  /** A value that only looks like a sequence (private bytes) is left as bytes. */
  #itemsOf(header: Header, stop: number, form: Form, depth: number): readonly DataSet[] | null {
    const certain = header.vr === 'SQ' || KNOWN_SEQUENCES.has(header.tag);
    const inner = header.vr === 'UN' ? this.#formOfUnknown(header, stop, form) : form;
    try {
      return this.#items(header.offset, stop, inner, depth, false).items;
    } catch (error) {
      if (certain || (error instanceof AppError && error.code !== 'dicom/damaged-header')) throw error;
      return null;
    }
  }

  #items(
    start: number,
    end: number,
    form: Form,
    depth: number,
    delimited: boolean,
  ): { items: readonly DataSet[]; next: number } {
    const items: DataSet[] = [];
    let at = start;
    while (at + 8 <= end) {
      const tag = this.#tag(at, form);
      const length = this.#view.getUint32(at + 4, !form.bigEndian);
      if (tag === SEQUENCE_END) {
        if (!delimited) this.#notes.add('stray-delimiter');
        return { items, next: at + 8 };
      }
      if (tag !== ITEM) throw damaged('a sequence holds something that is no item');
      const open = length === UNDEFINED;
      const stop = open ? end : at + 8 + length;
      if (stop > end) throw damaged('an item is longer than its sequence');
      const { dataSet, next } = this.dataSet(at + 8, stop, form, depth + 1, open);
      items.push(dataSet);
      at = open ? next : stop;
    }
    if (delimited) this.#notes.add('sequence-without-end');
    else if (at !== end) throw damaged('a sequence ends inside an item');
    return { items, next: end };
  }

  #header(at: number, end: number, form: Form): Header {
    const tag = this.#tag(at, form);
    if (!form.explicit) return this.#implicitHeader(at, tag, form);
    const vr = this.#vr(at + 4);
    if (vr !== null && SHORT_FORM.has(vr)) {
      return { tag, vr, length: this.#view.getUint16(at + 6, !form.bigEndian), offset: at + 8 };
    }
    if (vr !== null && LONG_FORM.has(vr)) {
      if (at + 12 > end) throw damaged('it ends inside an element');
      return { tag, vr, length: this.#view.getUint32(at + 8, !form.bigEndian), offset: at + 12 };
    }
    this.#notes.add('unknown-vr');
    return this.#oddHeader(at, end, tag, form);
  }

  /**
   * No representation that we know. Three writings are possible: a future one with the long form, one with the short
   * form, and an element written implicitly among explicit ones. The first that fits in the container is taken.
   */
  #oddHeader(at: number, end: number, tag: number, form: Form): Header {
    const little = !form.bigEndian;
    const fits = (length: number, offset: number): boolean => length % 2 === 0 && offset + length <= end;
    if (this.#view.getUint16(at + 6, little) === 0 && at + 12 <= end) {
      const length = this.#view.getUint32(at + 8, little);
      if (fits(length, at + 12)) return { tag, vr: 'UN', length, offset: at + 12 };
    }
    const short = this.#view.getUint16(at + 6, little);
    if (fits(short, at + 8) && this.#looksLikeTag(at + 8 + short, end, tag, form)) {
      return { tag, vr: 'UN', length: short, offset: at + 8 };
    }
    const plainLength = this.#view.getUint32(at + 4, little);
    if (fits(plainLength, at + 8) && this.#looksLikeTag(at + 8 + plainLength, end, tag, form)) {
      return { tag, vr: 'UN', length: plainLength, offset: at + 8 };
    }
    throw damaged('an element has no known representation');
  }

  #looksLikeTag(at: number, end: number, after: number, form: Form): boolean {
    if (at === end) return true;
    if (at + 8 > end) return false;
    const tag = this.#tag(at, form);
    return tag > after || tag === ITEM_END || tag === SEQUENCE_END;
  }

  #implicitHeader(at: number, tag: number, form: Form): Header {
    return { tag, vr: null, length: this.#view.getUint32(at + 4, !form.bigEndian), offset: at + 8 };
  }

  #tag(at: number, form: Form): number {
    const little = !form.bigEndian;
    return ((this.#view.getUint16(at, little) << 16) | this.#view.getUint16(at + 2, little)) >>> 0;
  }

  #vr(at: number): string | null {
    const first = this.#view.getUint8(at);
    const second = this.#view.getUint8(at + 1);
    const letter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
    return letter(first) && letter(second) ? String.fromCharCode(first, second) : null;
  }
}

function plain(header: Header, length: number, items: readonly DataSet[] | null): Element {
  const { tag, vr, offset } = header;
  return { tag, vr, offset, length, undefinedLength: false, items, fragments: null };
}
