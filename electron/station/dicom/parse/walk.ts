import { AppError } from '../../../../shared/errors/app-error.ts';
import { TAG } from '../../../../shared/dicom/tags.ts';
import type { DataSet, Element, Form, Notes } from './data-set.ts';
import { damaged, HeaderReader, ITEM, ITEM_END, KNOWN_VR, SEQUENCE_END, UNDEFINED } from './element-header.ts';
import type { Header, ItemHeader, ReadAt } from './element-header.ts';
import { findFragments } from './encapsulated.ts';
import { oddHeader } from './odd-header.ts';

/** Real objects go to about ten; a hostile one must not reach the end of the stack. */
const MAX_DEPTH = 256;
/** Elements and items of one object. A million empty ones is 8 MB of file and some 150 MB of maps. */
const MAX_ELEMENTS = 1_000_000;
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

/** Something read, and the place after it. */
interface Read<T> {
  readonly value: T;
  readonly next: number;
}

/**
 * Reads the elements of a data set between two places in `bytes`, each by dicom-parser. Bounded in depth and count; every
 * length is checked against what contains it. Pixel data may be cut short (noted); anything else that leaves its
 * container is damage. Trailing garbage after the pixel data is left out and noted.
 * @throws AppError dicom/damaged-header, dicom/too-deep, dicom/too-large
 */
export function walkDataSet(
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number },
  form: Form,
  notes: Notes,
  options: WalkOptions = {},
): DataSet {
  return new Walker(bytes, notes, options).dataSet(range.start, range.end, form, 0).value;
}

/**
 * The containers around the elements. Ours, because dicom-parser nests without limit, lets an item reach beyond its
 * sequence, keeps the last of a repeated tag, drops private sequences in implicit data sets and does not look into UN of
 * known length.
 */
class Walker {
  readonly #bytes: Uint8Array;
  readonly #headers: HeaderReader;
  readonly #notes: Notes;
  readonly #fileBytes: number;
  readonly #readAt: ReadAt | undefined;
  #count = 0;

  constructor(bytes: Uint8Array, notes: Notes, options: WalkOptions) {
    this.#bytes = bytes;
    this.#headers = new HeaderReader(bytes);
    this.#notes = notes;
    this.#fileBytes = options.fileBytes ?? bytes.length;
    this.#readAt = options.readAt;
  }

  /** Until `end`, or until an item delimiter when the item has no length of its own. */
  dataSet(start: number, end: number, form: Form, depth: number, delimited = false): Read<DataSet> {
    if (depth > MAX_DEPTH) throw new AppError('dicom/too-deep', `sequences are nested more than ${MAX_DEPTH} deep`);
    this.#countOne();
    const elements = new Map<number, Element>();
    const value = { bytes: this.#bytes, form, elements };
    let at = start;
    let last = 0;
    let afterPixels = false;
    while (at + 8 <= end) {
      const tag = this.#headers.item(at, form)?.tag;
      if (tag === ITEM_END && delimited) return { value, next: at + 8 };
      if (tag === ITEM_END || tag === SEQUENCE_END || tag === ITEM) {
        // Stray delimiters: some writers close a sequence of known length once more.
        this.#notes.add('stray-delimiter');
        at += 8;
        continue;
      }
      try {
        const { value: element, next } = this.#element(at, end, form, depth);
        if (element.tag < last) this.#notes.add('tags-out-of-order');
        if (elements.has(element.tag)) this.#notes.add('tag-repeated');
        else elements.set(element.tag, element);
        last = element.tag;
        at = next;
        if (depth === 0 && PIXEL_TAGS.has(element.tag)) afterPixels = true;
      } catch (error) {
        if (!afterPixels) throw error;
        this.#notes.add('trailing-garbage');
        return { value, next: end };
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
    return { value, next: end };
  }

  #leftOver(at: number, end: number, afterPixels: boolean): void {
    const rest = this.#bytes.subarray(at, end);
    if (!afterPixels && rest.some((byte) => byte !== 0)) throw damaged('it ends inside an element');
    this.#notes.add('trailing-garbage');
  }

  #countOne(): void {
    this.#count += 1;
    if (this.#count > MAX_ELEMENTS)
      throw new AppError('dicom/too-large', 'the header has more than a million elements');
  }

  #element(at: number, end: number, form: Form, depth: number): Read<Element> {
    this.#countOne();
    const header = this.#header(at, end, form);
    if (header.length === UNDEFINED) return this.#undefinedLength(header, end, form, depth);
    const stop = header.offset + header.length;
    if (header.length % 2 === 1) this.#notes.add('odd-length');
    if (stop > end) return this.#cutShort(header, end, depth);
    const items = this.#isSequence(header) ? this.#itemsOf(header, stop, form, depth) : null;
    return { value: plain(header, header.length, items), next: stop };
  }

  #header(at: number, end: number, form: Form): Header {
    const header = this.#headers.element(at, form);
    if (header.offset > end) throw damaged('it ends inside an element');
    if (header.vr === null || KNOWN_VR.has(header.vr)) return header;
    this.#notes.add('unknown-vr');
    return oddHeader(this.#bytes, at, end, form);
  }

  /** Only pixel data may end before its length says: the header before it is whole and worth listing. */
  #cutShort(header: Header, end: number, depth: number): Read<Element> {
    if (depth !== 0 || !PIXEL_TAGS.has(header.tag)) throw damaged('an element is longer than the file');
    const there = Math.min(header.length, this.#fileBytes - header.offset);
    if (there < header.length) this.#notes.add('pixel-data-short');
    return { value: plain(header, Math.max(0, there), null), next: end };
  }

  #undefinedLength(header: Header, end: number, form: Form, depth: number): Read<Element> {
    if (PIXEL_TAGS.has(header.tag) || header.vr === 'OB' || header.vr === 'OW') {
      return this.#encapsulated(header, end, form, depth);
    }
    // UN of undefined length holds a sequence in implicit little endian (Part 5, 6.2.2 note 4).
    const inner = header.vr === 'UN' ? this.#formOfUnknown(header, end, form) : form;
    const { value: items, next } = this.#items(header.offset, end, inner, depth, true);
    return { value: { ...plain(header, next - header.offset, items), undefinedLength: true }, next };
  }

  #encapsulated(header: Header, end: number, form: Form, depth: number): Read<Element> {
    const pixels = depth === 0 && PIXEL_TAGS.has(header.tag);
    const limit = pixels ? Math.max(end, this.#fileBytes) : end;
    const itemAt = (at: number): ItemHeader | null =>
      at + 8 <= limit ? this.#headers.item(at, form, this.#readAt) : null;
    const { fragments, stop, next } = findFragments(itemAt, header.offset, { end, limit, pixels }, this.#notes);
    return { value: { ...plain(header, stop - header.offset, null), fragments, undefinedLength: true }, next };
  }

  /** Some writers put explicit items in such a UN all the same: the first element of the first item tells. */
  #formOfUnknown(header: Header, end: number, form: Form): Form {
    const first = header.offset + 8;
    return first + 8 <= end && KNOWN_VR.has(this.#headers.vr(first, form)) ? { ...form, explicit: true } : IMPLICIT;
  }

  #isSequence(header: Header): boolean {
    if (header.vr === 'SQ') return true;
    if ((header.vr !== null && header.vr !== 'UN') || header.length < 8) return false;
    return this.#headers.item(header.offset, IMPLICIT)?.tag === ITEM;
  }

  /** A value that only looks like a sequence (private bytes) is left as bytes. */
  #itemsOf(header: Header, stop: number, form: Form, depth: number): readonly DataSet[] | null {
    const certain = header.vr === 'SQ' || KNOWN_SEQUENCES.has(header.tag);
    const inner = header.vr === 'UN' ? this.#formOfUnknown(header, stop, form) : form;
    try {
      return this.#items(header.offset, stop, inner, depth, false).value;
    } catch (error) {
      if (certain || (error instanceof AppError && error.code !== 'dicom/damaged-header')) throw error;
      return null;
    }
  }

  #items(start: number, end: number, form: Form, depth: number, delimited: boolean): Read<readonly DataSet[]> {
    const items: DataSet[] = [];
    let at = start;
    while (at + 8 <= end) {
      const item = this.#headers.item(at, form);
      if (item?.tag === SEQUENCE_END) {
        if (!delimited) this.#notes.add('stray-delimiter');
        return { value: items, next: at + 8 };
      }
      if (item?.tag !== ITEM) throw damaged('a sequence holds something that is no item');
      const open = item.length === UNDEFINED;
      const stop = open ? end : at + 8 + item.length;
      if (stop > end) throw damaged('an item is longer than its sequence');
      const { value, next } = this.dataSet(at + 8, stop, form, depth + 1, open);
      items.push(value);
      at = open ? next : stop;
    }
    if (delimited) this.#notes.add('sequence-without-end');
    else if (at !== end) throw damaged('a sequence ends inside an item');
    return { value: items, next: end };
  }
}

function plain(header: Header, length: number, items: readonly DataSet[] | null): Element {
  return { ...header, length, undefinedLength: false, items, fragments: null };
}
