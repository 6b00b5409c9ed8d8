import type { Attributes } from './attributes.ts';

/** Groups of the maker's private blocks hold 255 of them; a hostile one names each. */
const FIRST_BLOCK = 0x10;
const LAST_BLOCK = 0xff;
/** Real ones have about a hundred entries of one to some dozen values each. */
const MOST_ENTRIES = 1024;
const MOST_VALUES = 4096;
const NAME_BYTES = 64;
const ENTRY_BYTES = 84;
const VALUE_BYTES = 16;
/** The plan of a measurement is text of some ten thousand characters inside the header of its series. */
const MOST_PLAN = 2 * 1024 * 1024;

/** Values of one kind of private header, as texts, by the maker's names. */
export type CsaHeader = ReadonlyMap<string, readonly string[]>;

/** Bytes of a private element, wherever its creator put its block (Part 5, 7.8.1); null: nobody has it. */
export function privateBytes(
  attributes: Attributes,
  group: number,
  creator: string,
  element: number,
): Uint8Array | null {
  const { elements, bytes } = attributes.dataSet;
  for (let block = FIRST_BLOCK; block <= LAST_BLOCK; block += 1) {
    const named = elements.get(group * 0x1_0000 + block);
    if (!named || latin(bytes.subarray(named.offset, named.offset + Math.min(named.length, 64))) !== creator) continue;
    const found = elements.get(group * 0x1_0000 + block * 0x100 + element);
    if (found && found.length > 0 && !found.items) return bytes.subarray(found.offset, found.offset + found.length);
  }
  return null;
}

/**
 * The private header of one maker's MR images, in its second layout: "SV10", four bytes, the number of entries, then each entry with
 * its name (64 bytes), multiplicity, VR, type and number of values, then each value with its length and itself, up to a multiple of
 * four bytes. All numbers little-endian, whatever the file is. Null for whatever is not whole.
 */
export function csaHeader(bytes: Uint8Array): CsaHeader | null {
  if (latin(bytes.subarray(0, 4)) !== 'SV10' || bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(8, true);
  if (count > MOST_ENTRIES) return null;
  const header = new Map<string, readonly string[]>();
  let at = 16;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + ENTRY_BYTES > bytes.length) return null;
    const name = latin(bytes.subarray(at, at + NAME_BYTES));
    const values = view.getUint32(at + 76, true);
    if (values > MOST_VALUES) return null;
    at += ENTRY_BYTES;
    const texts: string[] = [];
    for (let value = 0; value < values; value += 1) {
      if (at + VALUE_BYTES > bytes.length) return null;
      const length = view.getUint32(at + 4, true);
      at += VALUE_BYTES;
      if (length > bytes.length - at) return null;
      const text = latin(bytes.subarray(at, at + length));
      if (text !== '') texts.push(text);
      at += Math.ceil(length / 4) * 4;
    }
    if (!header.has(name)) header.set(name, texts);
  }
  return header;
}

/** Finite numbers of an entry; null where it has another number of them. */
export function csaNumbers(header: CsaHeader | null, name: string, count: number): readonly number[] | null {
  const texts = header?.get(name) ?? [];
  const numbers = texts.map((text) => (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN));
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}

/**
 * Middles of slices in the order in which they were planned, mm LPS: lines "sSliceArray.asSlice[n].sPosition.dSag = …" of the plan that
 * stands as text in the header of the series. What is zero has no line. Null where no slice is said.
 */
export function plannedSlices(bytes: Uint8Array): readonly (readonly [number, number, number])[] | null {
  const text = latin1(bytes.subarray(0, MOST_PLAN));
  const from = text.indexOf('### ASCCONV BEGIN');
  const to = text.indexOf('### ASCCONV END', from);
  if (from === -1 || to === -1) return null;
  const plan = text.slice(from, to);
  const count = Number(/^sSliceArray\.lSize\s*=\s*(\d{1,4})\s*$/m.exec(plan)?.[1] ?? NaN);
  if (!Number.isInteger(count) || count < 1 || count > MOST_ENTRIES) return null;
  const middles = Array.from({ length: count }, (): [number, number, number] => [0, 0, 0]);
  const line =
    /^sSliceArray\.asSlice\[(\d{1,4})\]\.sPosition\.d(Sag|Cor|Tra)\s*=\s*(-?\d+(?:\.\d*)?(?:e[+-]?\d+)?)\s*$/gm;
  for (const [, slice = '', axis = '', value = ''] of plan.matchAll(line)) {
    const middle = middles[Number(slice)];
    if (middle) middle[axis === 'Sag' ? 0 : axis === 'Cor' ? 1 : 2] = Number(value);
  }
  return middles;
}

/** Up to the first NUL, without spaces around it. */
function latin(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return latin1(end === -1 ? bytes : bytes.subarray(0, end)).trim();
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
