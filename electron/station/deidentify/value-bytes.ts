import type { DataSet, Element } from '../dicom/parse/data-set.ts';
import { representationsOf } from '../../../shared/deidentify/dictionary.ts';

const WIDTH: Readonly<Record<string, number>> = {
  ...{ AT: 2, OW: 2, SS: 2, US: 2 },
  ...{ FL: 4, OF: 4, OL: 4, SL: 4, UL: 4 },
  ...{ FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 },
};
/** Bytes of one number; the others are text or bytes. AT is two numbers of two bytes each. */
const UNIT: Readonly<Record<string, number>> = { ...WIDTH, AT: 4, OW: 2 };

/** The representation of an element: as written, or as the dictionary has it. Null: it is none that goes out. */
export function representation(element: Element, signed: boolean): string | null {
  const allowed = representationsOf(element.tag)?.split('|') ?? null;
  if (allowed === null) return null;
  const [first = ''] = allowed;
  if (element.vr !== null && element.vr !== 'UN') return allowed.includes(element.vr) ? element.vr : null;
  if (allowed.includes('SS')) return signed ? 'SS' : 'US';
  return allowed.includes('OW') ? 'OW' : first;
}

/** The value little-endian; null where its length does not fit its representation. */
export function littleEndian(dataSet: DataSet, element: Element, vr: string): Uint8Array | null {
  const bytes = dataSet.bytes.subarray(element.offset, element.offset + element.length);
  const unit = UNIT[vr] ?? 1;
  if (bytes.length % unit !== 0) return null;
  const width = WIDTH[vr] ?? 1;
  // Known UN values are implicit little endian whatever the rest is (Part 5, 6.2.2).
  if (!dataSet.form.bigEndian || element.vr === 'UN' || width === 1) return bytes;
  const swapped = Buffer.from(bytes);
  if (width === 2) return swapped.swap16();
  return width === 4 ? swapped.swap32() : swapped.swap64();
}

/** Words in the place of numbers: more than four bytes that are all plain text. */
export function looksLikeText(bytes: Uint8Array): boolean {
  return (
    bytes.length > 4 &&
    bytes.every((byte, at) => (byte >= 0x20 && byte < 0x7f) || (byte === 0 && at === bytes.length - 1))
  );
}

/** Text as Latin-1: the closed lists know plain ASCII alone, so that what other sets mean falls out of itself. */
export function latinText(dataSet: DataSet, element: Element): string {
  const end = element.offset + Math.min(element.length, 64 * 1024);
  return Buffer.from(dataSet.bytes.subarray(element.offset, end))
    .toString('latin1')
    .replace(/[\0 ]+$/, '');
}
