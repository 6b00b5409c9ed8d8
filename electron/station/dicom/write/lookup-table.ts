import type { LookupTable } from '../../../../shared/model/image.ts';
import { fitText, numbers, text } from './element.ts';
import type { DicomItem } from './element.ts';

/**
 * Item of a lookup table sequence (Part 3, C.11.1.1): descriptor, explanation, data. Presentation states know 8 and 16 bits an entry
 * (C.11.8): what lies between is stretched to 16, which is the same grey.
 */
export function lookupTableItem(table: LookupTable): DicomItem {
  const { first, bits, explanation, data } = stretched(table);
  // 65,536 entries are written as 0; a negative first value makes the descriptor a signed one.
  const entries = data.length & 0xffff;
  const descriptor =
    first < 0
      ? numbers(0x00283002, 'SS', (entries << 16) >> 16, first, bits)
      : numbers(0x00283002, 'US', entries, first, bits);
  return [
    descriptor,
    ...(explanation === null ? [] : [text(0x00283003, 'LO', fitText('LO', explanation))]),
    { tag: 0x00283006, vr: 'OW', bytes: bits <= 8 ? Uint8Array.from(data) : words(data) },
  ];
}

function stretched(table: LookupTable): LookupTable {
  if (table.bits <= 8) return { ...table, bits: 8 };
  if (table.bits === 16) return table;
  const factor = 65535 / (2 ** table.bits - 1);
  return { ...table, bits: 16, data: table.data.map((value) => Math.min(65535, Math.round(value * factor))) };
}

function words(data: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(data.length * 2));
  for (const [at, word] of data.entries()) view.setUint16(at * 2, word, true);
  return new Uint8Array(view.buffer);
}
