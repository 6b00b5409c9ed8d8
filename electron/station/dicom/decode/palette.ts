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
  return [table(red, header), table(green, header), table(blue, header)];
}

function table(channel: PaletteChannel, header: PixelHeader): PaletteTable {
  if (channel.bits < 8 || channel.bits > 16) throw refused('palette entries are not of 8 to 16 bits');
  // The second value of the descriptor is signed where the pixels are.
  const first = header.signed && channel.first > 0x7fff ? channel.first - 0x10000 : channel.first;
  const entries = channel.segmented ? segments(channel) : plain(channel);
  return { first, entries: channel.bits > 8 ? upper(entries) : Uint8Array.from(entries, (entry) => entry & 0xff) };
}

function segments(channel: PaletteChannel): Uint16Array {
  const expanded = expandSegments(channel.words, channel.entries);
  if (!expanded) throw refused('the palette segments are damaged');
  return expanded;
}

function plain(channel: PaletteChannel): ArrayLike<number> & Iterable<number> {
  if (channel.words.length >= channel.entries) return channel.words.subarray(0, channel.entries);
  // 8-bit entries lie two in a word.
  if (channel.bits <= 8 && channel.bytes.length >= channel.entries) return channel.bytes.subarray(0, channel.entries);
  throw refused('the palette is shorter than its descriptor says');
}

/** 16-bit entries to 8: the upper byte, but some writers fill only the lower one. */
function upper(entries: ArrayLike<number> & Iterable<number>): Uint8Array {
  let largest = 0;
  for (const entry of entries) largest = Math.max(largest, entry);
  return Uint8Array.from(entries, (entry) => (largest > 0xff ? entry >> 8 : entry));
}

function refused(message: string): AppError {
  return new AppError('dicom/unsupported-pixel-format', message);
}
