import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  looksLikeStream,
  readStreamInfo,
  unwrapJp2,
} from '../../../../../../electron/station/dicom/decode/codestream.ts';

/** A JPEG up to its start of frame: 2 rows, 3 columns. */
function jpeg(
  marker: number,
  precision: number,
  factors: readonly number[],
  before: readonly number[] = [],
): Uint8Array {
  const components = factors.flatMap((factor, index) => [index + 1, factor, 0]);
  const length = 8 + components.length;
  const frame = [0xff, marker, 0, length, precision, 0, 2, 0, 3, factors.length, ...components];
  return Uint8Array.from([0xff, 0xd8, ...before, ...frame, 0xff, 0xd9]);
}

const adobe = (transform: number): number[] => [
  0xff,
  0xee,
  0,
  14,
  65,
  100,
  111,
  98,
  101,
  0,
  100,
  0,
  0,
  0,
  0,
  transform,
];

/** A JPEG 2000 code stream: SIZ of 5 columns and 4 rows, COD, one tile part of `length` bytes. */
function jpeg2000(ssiz: number, transform: number, length: number, marker: readonly number[] = []): Uint8Array {
  const u32 = (value: number): number[] => [0, 0, 0, value];
  const siz = [0xff, 0x51, 0, 41, 0, 0, ...u32(5), ...u32(4), ...u32(0), ...u32(0), ...u32(5), ...u32(4)];
  const tail = [...u32(0), ...u32(0), 0, 1, ssiz, 1, 1];
  const cod = [0xff, 0x52, 0, 12, 0, 0, 0, 1, transform, 5, 4, 4, 0, 0];
  const sot = [0xff, 0x90, 0, 10, 0, 0, ...u32(length), 0, 1];
  return Uint8Array.from([0xff, 0x4f, ...siz, ...tail, ...marker, ...cod, ...sot, 0xff, 0x93, 0xff, 0xd9]);
}

describe('readStreamInfo', () => {
  it('reads size, components and depth of a JPEG', () => {
    expect(readStreamInfo(jpeg(0xc1, 12, [0x11]))).toMatchObject({
      family: 'jpeg',
      rows: 2,
      columns: 3,
      components: 1,
      precision: 12,
      process: 1,
      colourTransform: null,
      ended: true,
    });
  });

  it('tells JPEG-LS from JPEG', () => {
    expect(readStreamInfo(jpeg(0xf7, 8, [0x11]))?.family).toBe('jpeg-ls');
  });

  it('believes the Adobe marker, subsampling and letters about colour', () => {
    const plain = [0x11, 0x11, 0x11];
    expect(readStreamInfo(jpeg(0xc0, 8, plain))?.colourTransform).toBeNull();
    expect(readStreamInfo(jpeg(0xc0, 8, plain, adobe(1)))?.colourTransform).toBe(true);
    expect(readStreamInfo(jpeg(0xc0, 8, plain, adobe(0)))?.colourTransform).toBe(false);
    expect(readStreamInfo(jpeg(0xc0, 8, [0x22, 0x11, 0x11]))?.colourTransform).toBe(true);
  });

  it('reads a JPEG 2000 code stream, its sign and the end it announces', () => {
    const stream = jpeg2000(0x80 | 11, 1, 14);
    expect(readStreamInfo(stream)).toMatchObject({
      family: 'jpeg-2000',
      rows: 4,
      columns: 5,
      precision: 12,
      signed: true,
      colourTransform: true,
      announcedEnd: stream.length - 2,
    });
    expect(readStreamInfo(jpeg2000(7, 0, 200))?.announcedEnd).toBeGreaterThan(stream.length);
  });

  it('tells high throughput by its capability marker', () => {
    expect(readStreamInfo(jpeg2000(7, 0, 14, [0xff, 0x50, 0, 6, 0, 2, 0, 0]))?.family).toBe('htj2k');
  });

  it('takes the code stream out of a JP2 file', () => {
    const stream = jpeg2000(7, 0, 14);
    const signature = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a];
    const file = Uint8Array.from([...signature, 0, 0, 0, 0, 0x6a, 0x70, 0x32, 0x63, ...stream]);
    expect(looksLikeStream(file)).toBe(true);
    expect([...unwrapJp2(file)]).toEqual([...stream]);
    expect(unwrapJp2(stream)).toBe(stream);
  });

  it('ends on any bytes behind a start marker', () => {
    const starts = fc.constantFrom([0xff, 0xd8, 0xff], [0xff, 0x4f, 0xff, 0x51]);
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 120 }), (start, rest) => {
        const info = readStreamInfo(Uint8Array.from([...start, ...rest]));
        expect(info === null || info.components > 0 || info.family !== 'htj2k').toBe(true);
      }),
    );
  });
});
