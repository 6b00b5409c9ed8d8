import { TAG } from '../../../../shared/dicom/tags.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import { trimUid } from '../../../../shared/dicom/uid.ts';
import { charsetOf, decodeText, DEFAULT_CHARSET } from './charset.ts';
import type { Charset } from './charset.ts';
import type { DataSet, Element } from './data-set.ts';

/** Longest value read as text: nothing this program indexes is longer, and a hostile one may be gigabytes. */
const MAX_TEXT_BYTES = 64 * 1024;
/** Most numbers taken from one element (LUT data have 65,536 entries). */
const MAX_NUMBERS = 1 << 17;

const WIDTH: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, UL: 4, SL: 4, FL: 4, OF: 4, FD: 8, OD: 8 };

/**
 * Reads values out of a data set by name. Absent, empty and unreadable are all null or an empty list; nothing throws.
 * Items inherit the character set of what contains them (Part 5, 6.1.2.5).
 */
export class Attributes {
  readonly dataSet: DataSet;
  readonly charset: Charset;

  constructor(dataSet: DataSet, inherited: Charset = DEFAULT_CHARSET) {
    this.dataSet = dataSet;
    const own = dataSet.elements.get(TAG.specificCharacterSet[0]);
    this.charset = own && own.length > 0 ? charsetOf(this.#ascii(own).split('\\')) : inherited;
  }

  element(name: TagName): Element | null {
    return this.dataSet.elements.get(TAG[name][0]) ?? null;
  }

  has(name: TagName): boolean {
    return this.dataSet.elements.has(TAG[name][0]);
  }

  /** The element is there and has a value. */
  filled(name: TagName): boolean {
    return (this.element(name)?.length ?? 0) > 0;
  }

  /** All values of a text attribute, trimmed; an empty value in the middle stays as ''. */
  texts(name: TagName): readonly string[] {
    const element = this.element(name);
    if (!element || element.length === 0) return [];
    const kind = TAG[name][1] === 'PN' ? 'name' : 'values';
    const values = decodeText(this.#value(element), this.charset, kind);
    return values.map(tidy);
  }

  /** First value, or null when there is none. */
  text(name: TagName): string | null {
    const [value] = this.texts(name);
    return value === undefined || value === '' ? null : value;
  }

  /** The whole value as one line: for LO and SH that writers put a backslash in. */
  line(name: TagName): string | null {
    const joined = this.texts(name).join('\\');
    return joined === '' ? null : joined;
  }

  uid(name: TagName): string | null {
    const element = this.element(name);
    if (!element || element.length === 0) return null;
    return trimUid(this.#ascii(element).split('\\')[0] ?? '');
  }

  /** Numbers of any numeric attribute. What is no finite number becomes NaN, so that positions stay. */
  numbers(name: TagName): readonly number[] {
    const element = this.element(name);
    if (!element || element.length === 0) return [];
    const vr = this.#numericVr(element, TAG[name][1]);
    if (vr === 'DS' || vr === 'IS') return this.#ascii(element).split('\\').map(decimal);
    return readNumbers(this.#bytes(element, MAX_NUMBERS * 8), vr, !this.dataSet.form.bigEndian);
  }

  /** First number, or null when it is missing or not finite. */
  number(name: TagName): number | null {
    const [value] = this.numbers(name);
    return value === undefined || !Number.isFinite(value) ? null : value;
  }

  integer(name: TagName): number | null {
    const value = this.number(name);
    return value === null || !Number.isSafeInteger(Math.trunc(value)) ? null : Math.trunc(value);
  }

  /** Numbers of an attribute that must have exactly `count` finite ones; null otherwise. */
  vector(name: TagName, count: number): readonly number[] | null {
    const values = this.numbers(name);
    return values.length === count && values.every(Number.isFinite) ? values : null;
  }

  /** @param most of them: a hostile sequence has a million */
  items(name: TagName, most = Number.MAX_SAFE_INTEGER): readonly Attributes[] {
    return (this.element(name)?.items ?? []).slice(0, most).map((item) => new Attributes(item, this.charset));
  }

  item(name: TagName): Attributes | null {
    return this.items(name, 1)[0] ?? null;
  }

  /** Raw value bytes. */
  bytes(name: TagName): Uint8Array {
    const element = this.element(name);
    return element ? this.#bytes(element, Number.MAX_SAFE_INTEGER) : new Uint8Array(0);
  }

  #numericVr(element: Element, expected: string): string {
    if (element.vr === null || element.vr === 'UN') return expected;
    // (US or SS) attributes: what is written wins. A string where a number belongs is read as text.
    return element.vr in WIDTH ? element.vr : 'DS';
  }

  #bytes(element: Element, most: number): Uint8Array {
    return this.dataSet.bytes.subarray(element.offset, element.offset + Math.min(element.length, most));
  }

  #value(element: Element): Uint8Array {
    return this.#bytes(element, MAX_TEXT_BYTES);
  }

  #ascii(element: Element): string {
    const bytes = this.#value(element);
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return text;
  }
}

/**
 * Padding goes; control characters that no text may hold become visible and harmless. Line ends become spaces: every
 * text read here is one line (Part 5, 6.2), and in a message to another system a line end begins a new segment.
 */
function tidy(value: string): string {
  const trimmed = value
    .replace(/[\t\n\f\r]/g, ' ')
    .replace(/[\0 ]+$/, '')
    .replace(/^[\0 ]+/, '');
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return trimmed.replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g, '\ufffd');
}

/** DS and IS text; spaces and NUL around it do not count. */
function decimal(text: string): number {
  const trimmed = text.replace(/\0/g, '').trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

function readNumbers(bytes: Uint8Array, vr: string, little: boolean): readonly number[] {
  const width = WIDTH[vr] ?? 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(MAX_NUMBERS, Math.floor(bytes.length / width));
  return Array.from({ length: count }, (_, index) => readNumber(view, index * width, vr, little));
}

function readNumber(view: DataView, at: number, vr: string, little: boolean): number {
  switch (vr) {
    case 'SS':
      return view.getInt16(at, little);
    case 'UL':
      return view.getUint32(at, little);
    case 'SL':
      return view.getInt32(at, little);
    case 'FL':
    case 'OF':
      return view.getFloat32(at, little);
    case 'FD':
    case 'OD':
      return view.getFloat64(at, little);
    default:
      return view.getUint16(at, little);
  }
}
