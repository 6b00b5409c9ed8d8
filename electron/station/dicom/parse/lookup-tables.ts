import type { LookupTable } from '../../../../shared/model/image.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Attributes } from './attributes.ts';
import type { Notes } from './data-set.ts';

/** Tables of one object, of up to 65,536 numbers each; devices offer a handful. */
const MAX_TABLES = 16;

/**
 * Modality or VOI LUT items (Part 3, C.11.1, C.11.2). `signed`: the values that go in may be negative, so the second
 * value of the descriptor is to be read as two's complement. A table that is shorter than it says is left out.
 */
export function lookupTables(attributes: Attributes, name: TagName, signed: boolean, notes: Notes): LookupTable[] {
  const tables: LookupTable[] = [];
  for (const item of attributes.items(name)) {
    if (tables.length === MAX_TABLES) {
      notes.add('lookup-tables-left-out');
      break;
    }
    const table = lookupTable(item, signed);
    if (table) tables.push(table);
    else notes.add('lookup-table-unusable');
  }
  return tables;
}

function lookupTable(item: Attributes, signed: boolean): LookupTable | null {
  const [count, first, bits] = item.numbers('lutDescriptor');
  if (count === undefined || first === undefined || bits === undefined || bits < 1 || bits > 16) return null;
  // Zero stands for 65,536, which does not fit in 16 bits.
  const entries = (count & 0xffff) === 0 ? 65536 : count & 0xffff;
  const data = lutData(item, entries, bits);
  if (data === null) return null;
  const start = signed ? (first << 16) >> 16 : first & 0xffff;
  return { first: start, bits, explanation: item.text('lutExplanation') ?? item.text('modalityLutType'), data };
}

/** 16-bit words; eight-bit tables may also be packed one byte an entry. */
function lutData(item: Attributes, entries: number, bits: number): number[] | null {
  const raw = item.bytes('lutData');
  if (bits <= 8 && raw.length < entries * 2 && raw.length >= entries) return Array.from(raw.subarray(0, entries));
  if (raw.length < entries * 2) return null;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const little = !item.dataSet.form.bigEndian;
  return Array.from({ length: entries }, (_, index) => view.getUint16(index * 2, little));
}
