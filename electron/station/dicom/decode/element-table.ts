import { inflateDataSet } from '../parse/inflate.ts';
import { locateDataSet } from '../parse/locate.ts';
import { walkDataSet } from '../parse/walk.ts';
import type { Element } from '../parse/data-set.ts';

/** A deflated data set may grow to this and no further. */
const MAX_INFLATED = 1024 * 1024 * 1024;

/** Top-level elements of a file; values are read on demand by tag (0xGGGGEEEE). */
export interface ElementTable {
  readonly transferSyntax: string;
  /** The data set's bytes: the file's own, or the inflated ones. */
  readonly bytes: Uint8Array;
  readonly inflated: boolean;
  readonly littleEndian: boolean;
  readonly elements: ReadonlyMap<number, Element>;
  number(tag: number): number | null;
  text(tag: number): string | null;
  words(tag: number): Uint16Array | null;
}

/**
 * Reads a file with the reader that indexed it, so that index and picture cannot understand it in two ways.
 * @throws AppError dicom/not-dicom, dicom/empty-file, dicom/damaged-header, dicom/too-deep, dicom/too-large
 */
export function readElements(file: Uint8Array): ElementTable {
  const notes = new Set<string>();
  const located = locateDataSet(file, notes);
  const bytes = located.deflated ? inflateDataSet(file.subarray(located.start), MAX_INFLATED) : file;
  const range = { start: located.deflated ? 0 : located.start, end: bytes.length };
  const { elements } = walkDataSet(bytes, range, located.form, notes);
  const littleEndian = !located.form.bigEndian;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    transferSyntax: located.transferSyntax,
    bytes,
    inflated: located.deflated,
    littleEndian,
    elements,
    number(tag) {
      const element = elements.get(tag);
      if (!element || element.length < 2) return null;
      // Rows written as UL by some writers are read at their own width.
      return element.length === 4 && element.vr === 'UL'
        ? view.getUint32(element.offset, littleEndian)
        : view.getUint16(element.offset, littleEndian);
    },
    text(tag) {
      const element = elements.get(tag);
      return element ? ascii(bytes, element) : null;
    },
    words(tag) {
      const element = elements.get(tag);
      if (!element) return null;
      const words = new Uint16Array(element.length >> 1);
      for (let i = 0; i < words.length; i += 1) words[i] = view.getUint16(element.offset + 2 * i, littleEndian);
      return words;
    },
  };
}

/** A short text of code characters, without its padding of blanks and zero bytes. */
function ascii(bytes: Uint8Array, element: Element): string {
  let text = '';
  for (let i = element.offset; i < element.offset + Math.min(element.length, 64); i += 1) {
    text += String.fromCharCode(bytes[i] ?? 0);
  }
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end -= 1;
  return text.slice(0, end).trimStart();
}
