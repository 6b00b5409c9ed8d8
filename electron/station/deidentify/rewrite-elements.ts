import { cleanCode } from '../../../shared/deidentify/coded-entry.ts';
import { actionFor, cappedAge, dummyFor, onlyNumbers } from '../../../shared/deidentify/element-action.ts';
import type { DeidentifyOptions } from '../../../shared/deidentify/options.ts';
import { shiftDate, shiftDateTime } from '../../../shared/deidentify/shift-date.ts';
import { isKnownTerm } from '../../../shared/deidentify/terms.ts';
import { cleanWords } from '../../../shared/deidentify/words.ts';
import { parseTime } from '../../../shared/dicom/dates.ts';
import type { DataSet, Element } from '../dicom/parse/data-set.ts';
import { text } from '../dicom/write/element.ts';
import type { DicomElement, DicomItem } from '../dicom/write/element.ts';
import type { KeyedNames } from './keyed-names.ts';
import { latinText, littleEndian, looksLikeText, representation } from './value-bytes.ts';

export interface RewriteParts {
  readonly options: DeidentifyOptions;
  readonly names: KeyedNames;
  /** By how many days dates move. */
  readonly days: number;
  /** Of the object: what (US or SS) attributes are where nothing is written. */
  readonly signed: boolean;
}

/** Pixel data and their offset tables are written apart. */
const PIXEL_GROUP = 0x7fe0;
const CODE_VALUES = [0x00080100, 0x00080119, 0x00080120] as const;
const SCHEME = 0x00080102;
const MEANING = 0x00080104;
const IMAGE_TYPE = 0x00080008;
const GRAPHIC_ANNOTATIONS = 0x00700001;
const GRAPHICS = 0x00700009;
/** Text that some class must have: it says that it is gone. Elsewhere nothing stands in its place. */
const REQUIRED = new Set([
  ...[0x00080070, 0x00081090, 0x00180010, 0x00181020, 0x00181030, 0x00409210, 0x00620005, 0x00620009, 0x00620020],
  ...[0x00209056, 0x00700080],
]);
/** Of the standard's own frames of reference (Part 6, A-2). */
const WELL_KNOWN_FRAME = /^1\.2\.840\.10008\.1\.4\.\d(?:\.\d{1,2})?$/;
const STANDARD_UID = /^1\.2\.840\.10008(?:\.(?:0|[1-9]\d{0,4})){2,8}$/;

/** All elements of a data set but its pixels as they may go out, items with them. */
export class Rewriter {
  readonly #parts: RewriteParts;
  readonly #layers = new Map<string, string>();

  constructor(parts: RewriteParts) {
    this.#parts = parts;
  }

  elements(dataSet: DataSet): DicomElement[] {
    return [...dataSet.elements.values()].flatMap((element) => {
      if (Math.floor(element.tag / 0x10000) === PIXEL_GROUP) return [];
      const written = this.#element(dataSet, element);
      return written === null ? [] : [written];
    });
  }

  #element(dataSet: DataSet, element: Element): DicomElement | null {
    const vr = element.items === null ? representation(element, this.#parts.signed) : 'SQ';
    if (vr === null) return null;
    const { tag } = element;
    const action = actionFor(tag, vr, this.#parts.options);
    switch (action) {
      case 'drop':
        return null;
      case 'items': {
        const items = this.#items(tag, element.items ?? []);
        // One of whose items nothing is left goes with them.
        return items.length === 0 && (element.items ?? []).length > 0 ? null : { tag, vr: 'SQ', items };
      }
      case 'bytes': {
        const bytes = littleEndian(dataSet, element, vr);
        return bytes === null || looksLikeText(bytes) ? null : { tag, vr: 'raw', as: vr, bytes };
      }
      case 'empty':
        return vr === 'SQ' ? { tag, vr: 'SQ', items: [] } : ascii(tag, vr, '');
      case 'dummy':
        return vr === 'SQ' ? null : ascii(tag, vr, element.length === 0 ? '' : dummyFor(vr));
      default:
        return ascii(tag, vr, this.#text(action, tag, latinText(dataSet, element)));
    }
  }

  #text(action: string, tag: number, value: string): string {
    const { options, names, days } = this.#parts;
    switch (action) {
      case 'pseudonym':
        return options.pseudonym;
      case 'uid':
        return each(value, (uid) => (uid === '' || WELL_KNOWN_FRAME.test(uid) ? uid : names.uid(uid)));
      case 'class':
        return each(value, (uid) => (uid === '' || STANDARD_UID.test(uid) ? uid : names.uid(uid)));
      case 'date':
        return each(value, (one) => shiftDate(one, days) ?? '');
      case 'datetime':
        return each(value, (one) => shiftDateTime(one, days) ?? '');
      case 'time':
        return each(value, (one) => (parseTime(one) === null ? '' : one));
      case 'decimal':
        return onlyNumbers(value);
      case 'age':
        return cappedAge(value) ?? '';
      case 'layer':
        return this.#layer(value);
      case 'terms':
        return terms(tag, value);
      default: {
        const kept = cleanWords(value);
        return kept === '' && value.trim() !== '' && REQUIRED.has(tag) ? 'REMOVED' : kept;
      }
    }
  }

  /** Names of layers only tie elements of one object to each other. */
  #layer(value: string): string {
    const name = value.trim();
    const known = this.#layers.get(name) ?? `LAYER${this.#layers.size + 1}`;
    this.#layers.set(name, known);
    return known;
  }

  #items(tag: number, items: readonly DataSet[]): DicomItem[] {
    return items.flatMap((item) => {
      const written = isCoded(item) ? this.#coded(item) : this.elements(item);
      if (written.length === 0 && item.elements.size > 0) return [];
      // An annotation whose text went may have nothing left to show.
      if (tag === GRAPHIC_ANNOTATIONS && !written.some((one) => one.tag === GRAPHICS)) return [];
      return [written];
    });
  }

  #coded(item: DataSet): DicomElement[] {
    const of = (tag: number): string => {
      const element = item.elements.get(tag);
      return element === undefined ? '' : latinText(item, element).trim();
    };
    const value = CODE_VALUES.map(of).find((one) => one !== '') ?? '';
    const code = cleanCode(value, of(SCHEME), of(MEANING));
    const rest = this.elements(item).filter(({ tag, vr }) => vr === 'SQ' && tag !== MEANING);
    return [
      text(CODE_VALUES[0], 'SH', code.value),
      text(SCHEME, 'SH', code.scheme),
      text(MEANING, 'LO', code.meaning),
      ...rest,
    ];
  }
}

function isCoded(item: DataSet): boolean {
  return CODE_VALUES.some((tag) => item.elements.has(tag));
}

function terms(tag: number, value: string): string {
  const values = value.split('\\').map((one) => one.trim());
  // Their places mean something: what is unknown leaves its place filled.
  if (tag === IMAGE_TYPE) return values.map((one) => (isKnownTerm(one) ? one : 'OTHER')).join('\\');
  const kept = values.filter(isKnownTerm).join('\\');
  return kept === '' && value.trim() !== '' && REQUIRED.has(tag) ? 'REMOVED' : kept;
}

function each(value: string, change: (one: string) => string): string {
  return value
    .split('\\')
    .map((one) => change(one.replace(/\0/g, '').trim()))
    .join('\\');
}

function ascii(tag: number, as: string, value: string): DicomElement {
  const padded = value.length % 2 === 0 ? value : value + (as === 'UI' ? '\0' : ' ');
  return { tag, vr: 'raw', as, bytes: Buffer.from(padded, 'latin1') };
}
