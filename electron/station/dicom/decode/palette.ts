import { expandSegments } from '../../../../shared/dicom/colour.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PaletteTable } from '../../../../shared/dicom/colour.ts';
import type { PaletteChannel, PixelHeader } from './pixel-header.ts';

/**
 * The three palette tables with 8 bits an entry (Part 3 C.7.9).
 * @throws AppError dicom/unsupported-pixel-format when a table is missing or shorter than its descriptor says
 */
export function paletteTables(header: PixelHeader): readonly [PaletteTable, PaletteTable, PaletteTable] {
  if (!header.palette) throw refused('the palette is missing');
  const [red, green, blue] = header.palette;
  const tables = [stored(red, header), stored(green, header), stored(blue, header)] as const;
  const shift = unusedBits(tables);
  return [shifted(tables[0], shift), shifted(tables[1], shift), shifted(tables[2], shift)];
}

interface StoredTable {
  readonly first: number;
  readonly bits: number;
  readonly entries: ArrayLike<number> & Iterable<number>;
}

function stored(channel: PaletteChannel, header: PixelHeader): StoredTable {
  if (channel.bits < 8 || channel.bits > 16) throw refused('palette entries are not of 8 to 16 bits');
  // The second value of the descriptor is signed where the pixels are.
  const first = header.signed && channel.first > 0x7fff ? channel.first - 0x10000 : channel.first;
  return { first, bits: channel.bits, entries: channel.segmented ? segments(channel) : plain(channel) };
}

/** Segments of tables with 8-bit entries are bytes themselves; some writers give each a word. */
function segments(channel: PaletteChannel): Uint16Array {
  const numbers = channel.bits <= 8 ? [channel.bytes, channel.words] : [channel.words];
  for (const [index, data] of numbers.entries()) {
    const expanded = expandSegments(data, channel.entries, channel.bits <= 8 && index === 0 ? 1 : 2);
    if (expanded) return expanded;
  }
  throw refused('the palette segments are damaged');
}

function plain(channel: PaletteChannel): StoredTable['entries'] {
  if (channel.words.length >= channel.entries) return channel.words.subarray(0, channel.entries);
  // 8-bit entries lie two in a word.
  if (channel.bits <= 8 && channel.bytes.length >= channel.entries) return channel.bytes.subarray(0, channel.entries);
  throw refused('the palette is shorter than its descriptor says');
}

/**
 * Bits below the upper eight. Some writers say 16 bits and fill only the lower eight; that shows in all three tables
 * together, never in one: a table of one colour may be dark from end to end.
 */
function unusedBits(tables: readonly StoredTable[]): number {
  const bits = Math.max(...tables.map((table) => table.bits));
  let largest = 0;
  for (const { entries } of tables) for (const entry of entries) largest = Math.max(largest, entry);
  return largest > 0xff ? bits - 8 : 0;
}

function shifted({ first, entries }: StoredTable, shift: number): PaletteTable {
  return { first, entries: Uint8Array.from(entries, (entry) => Math.min(255, entry >> shift)) };
}

function refused(message: string): AppError {
  return new AppError('dicom/unsupported-pixel-format', message);
}
