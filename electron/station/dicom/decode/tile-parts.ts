import { readFailure } from './codecs/codec-failure.ts';

/** Marker codes of ISO 15444-1 A.2. */
const SOT = 0xff90;
const SOD = 0xff93;
const EOC = 0xffd9;
const COD = 0xff52;
const SIZ = 0xff51;

/** Where the data of one tile part lie, and whether its packets may carry markers of their own (A.8). */
interface TilePart {
  readonly tile: number;
  readonly from: number;
  readonly end: number;
}

interface MainHeader {
  readonly end: number;
  readonly tiles: number;
  /** COD says that packets begin (SOP) or packet headers end (EPH) with a marker. */
  readonly sop: boolean;
  readonly eph: boolean;
}

/**
 * Holds a JPEG 2000 code stream (part 1 and 15) against what every writer must keep to: tile parts that follow each other to
 * the end marker, and no code above FF8F within their data (A.1.4, B.10.1; part 15 has the same rule for its segments).
 * The decoders look at neither: they fill what they cannot read with zeros and say nothing.
 * @throws AppError dicom/pixel-data-damaged
 */
export function checkTileParts(bytes: Uint8Array): void {
  const header = mainHeader(bytes);
  const parts = tileParts(bytes, header);
  for (const part of parts) checkData(bytes, part, header);
}

function mainHeader(bytes: Uint8Array): MainHeader {
  let tiles = 0;
  let style = 0;
  let at = 2;
  while (u16(bytes, at) !== SOT) {
    const marker = u16(bytes, at);
    if (marker < 0xff4f || at + 4 > bytes.length) throw readFailure('the main header is damaged');
    if (marker === SIZ) tiles = tileCount(bytes, at);
    if (marker === COD) style = bytes[at + 4] ?? 0;
    at += 2 + u16(bytes, at + 2);
  }
  return { end: at, tiles, sop: (style & 2) !== 0, eph: (style & 4) !== 0 };
}

/** B.3: tiles across times tiles down. */
function tileCount(bytes: Uint8Array, siz: number): number {
  const side = (extent: number, offset: number, size: number): number =>
    Math.ceil((u32(bytes, siz + extent) - u32(bytes, siz + offset)) / u32(bytes, siz + size));
  return side(6, 30, 22) * side(10, 34, 26);
}

/** A.4.2: each tile part names its tile, its length, and its place among the parts of its tile. */
function tileParts(bytes: Uint8Array, header: MainHeader): readonly TilePart[] {
  const parts: TilePart[] = [];
  const seen = new Map<number, number>();
  let at = header.end;
  while (u16(bytes, at) === SOT && at + 12 <= bytes.length) {
    const tile = u16(bytes, at + 4);
    const length = u32(bytes, at + 6);
    const end = length === 0 ? lastMarker(bytes) : at + length;
    const place = seen.get(tile) ?? 0;
    if (tile >= header.tiles || bytes[at + 10] !== place || (length !== 0 && length < 14) || end > bytes.length) {
      throw readFailure('the tile parts do not follow each other');
    }
    seen.set(tile, place + 1);
    parts.push({ tile, from: dataStart(bytes, at + 12, end), end });
    at = end;
  }
  // A writer may leave the end marker away; what stands there instead must be padding.
  if (u16(bytes, at) !== EOC && !bytes.subarray(at, at + 2).every((byte) => byte === 0)) {
    throw readFailure('the last tile part does not end at the end marker');
  }
  if (seen.size !== header.tiles) throw readFailure('a tile of the picture is missing');
  return parts;
}

/** Psot 0: the tile part reaches to the end marker. */
function lastMarker(bytes: Uint8Array): number {
  for (let at = bytes.length - 2; at > 0; at -= 1) if (u16(bytes, at) === EOC) return at;
  return bytes.length;
}

function dataStart(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (u16(bytes, at) !== SOD) {
    if (at + 4 > end || u16(bytes, at) < 0xff4f) throw readFailure('the header of a tile part is damaged');
    at += 2 + u16(bytes, at + 2);
  }
  return at + 2;
}

function checkData(bytes: Uint8Array, part: TilePart, { sop, eph }: MainHeader): void {
  for (let at = bytes.indexOf(0xff, part.from); at >= 0 && at + 1 < part.end; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next <= 0x8f) continue;
    // A marker of a packet: SOP has four bytes more, which may hold any number.
    if (next === 0x91 && sop) at += 5;
    else if (next === 0x92 && eph) at += 1;
    else throw readFailure('the data of a tile hold a marker that no writer puts there');
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 65536 + u16(bytes, at + 2);
}
