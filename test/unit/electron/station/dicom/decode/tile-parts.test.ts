import { describe, expect, it } from 'vitest';
import { checkTileParts } from '../../../../../../electron/station/dicom/decode/tile-parts.ts';

interface Part {
  readonly tile?: number;
  readonly place?: number;
  readonly data: readonly number[];
  readonly length?: number;
}

const u16 = (value: number): number[] => [value >> 8, value & 0xff];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** A code stream of 4 by 4 pixels in tiles of the given width: headers as ISO 15444-1 A.5.1, A.6.1 and A.4.2 have them. */
function stream(parts: readonly Part[], facts: { style?: number; tileWidth?: number; tail?: readonly number[] } = {}) {
  const { style = 0, tileWidth = 4, tail = [0xff, 0xd9] } = facts;
  const sizes = [4, 4, 0, 0, tileWidth, 4, 0, 0].flatMap(u32);
  const siz = [0xff, 0x51, ...u16(41), 0, 0, ...sizes, ...u16(1), 7, 1, 1];
  const cod = [0xff, 0x52, ...u16(12), style, 0, ...u16(1), 0, 1, 4, 4, 0, 1];
  const body = parts.flatMap(({ tile = 0, place = 0, data, length = 14 + data.length }) => {
    return [0xff, 0x90, ...u16(10), ...u16(tile), ...u32(length), place, 1, 0xff, 0x93, ...data];
  });
  return Uint8Array.from([0xff, 0x4f, ...siz, ...cod, ...body, ...tail]);
}

const GOOD = [1, 0xff, 0x8f, 2, 0xff, 0x00];

describe('tile parts', () => {
  it('that follow each other to the end marker are in order', () => {
    expect(() => checkTileParts(stream([{ data: GOOD }]))).not.toThrow();
    expect(() => checkTileParts(stream([{ data: GOOD }], { tail: [0xff, 0xd9, 0] }))).not.toThrow();
    expect(() => checkTileParts(stream([{ data: GOOD, length: 0 }]))).not.toThrow();
    const two = [{ data: GOOD }, { data: GOOD, tile: 1 }, { data: GOOD, place: 1 }];
    expect(() => checkTileParts(stream(two, { tileWidth: 2 }))).not.toThrow();
  });

  it('may hold the markers of packets where the header says so, and no others', () => {
    const marked = [0xff, 0x91, 0, 4, 0xff, 0xff, 1, 0xff, 0x92, 5];
    expect(() => checkTileParts(stream([{ data: marked }], { style: 6 }))).not.toThrow();
    expect(() => checkTileParts(stream([{ data: marked }]))).toThrowError(/damaged/);
    expect(() => checkTileParts(stream([{ data: [1, 0xff, 0x90] }]))).toThrowError(/damaged/);
  });

  it.each([
    ['of a tile that the picture has not', [{ data: GOOD, tile: 1 }], 4],
    ['in another order than they count', [{ data: GOOD, place: 1 }], 4],
    ['longer than the data', [{ data: GOOD, length: 99 }], 4],
    ['that leave a tile out', [{ data: GOOD }], 2],
    ['that end before the end marker', [{ data: GOOD, length: 16 }], 4],
  ])('%s are refused', (_what, parts, tileWidth) => {
    expect(() => checkTileParts(stream(parts, { tileWidth }))).toThrowError(/damaged/);
  });
});
