import { describe, expect, it } from 'vitest';
import { nativeFrame, storedType, toStored } from '../../../../../../electron/station/dicom/decode/stored-values.ts';
import { frameValues } from '../../../../../../electron/station/dicom/decode/frame-values.ts';
import { header } from './headers.ts';

const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);

describe('toStored', () => {
  it('masks what lies above the bits stored', () => {
    const values = toStored(words(0xf123, 0x0fff), 2, 'uint16', { bitsStored: 12, shift: 0 });
    expect([...values]).toEqual([0x123, 0xfff]);
  });

  it('extends the sign from the bits stored', () => {
    const values = toStored(words(0x0800, 0x07ff, 0xffff), 2, 'int16', { bitsStored: 12, shift: 0 });
    expect([...values]).toEqual([-2048, 2047, -1]);
  });

  it('shifts values down that do not end at bit 0', () => {
    expect([...toStored(words(0xabc0), 2, 'uint16', { bitsStored: 12, shift: 4 })]).toEqual([0xabc]);
  });

  it('widens 8-bit samples to the type that the header names', () => {
    const values = toStored(new Uint8Array([200]), 1, 'uint16', { bitsStored: 8, shift: 0 });
    expect(values).toEqual(new Uint16Array([200]));
  });

  it('keeps all 32 bits', () => {
    const bytes = new Uint8Array(Uint32Array.of(4294967295, 7).buffer);
    expect([...toStored(bytes, 4, 'uint32', { bitsStored: 32, shift: 0 })]).toEqual([4294967295, 7]);
    expect([...toStored(bytes, 4, 'int32', { bitsStored: 32, shift: 0 })]).toEqual([-1, 7]);
  });
});

describe('nativeFrame', () => {
  it('cuts one frame and refuses one that the file does not hold', () => {
    const two = header({ rows: 1, columns: 2, frames: 2 }, [1, 2, 3]);
    expect([...nativeFrame(two, 1)]).toEqual([1, 2]);
    expect(() => nativeFrame(two, 2)).toThrowError(expect.objectContaining({ code: 'dicom/pixel-data-incomplete' }));
  });

  it('reads 1-bit frames that do not begin at a byte', () => {
    const bits = header({ rows: 1, columns: 3, frames: 2, bitsAllocated: 1, bitsStored: 1, highBit: 0 }, [0b101_011]);
    expect([...nativeFrame(bits, 1)]).toEqual([1, 1, 0]);
    expect([...nativeFrame(bits, 2)]).toEqual([1, 0, 1]);
  });

  it('turns big-endian words round', () => {
    const big = header({ rows: 1, columns: 1, littleEndian: false, bitsAllocated: 16, bitsStored: 16 }, [1, 2]);
    expect([...nativeFrame(big, 1)]).toEqual([2, 1]);
  });

  it('swaps the 8-bit halves of big-endian words, also across frames of odd length', () => {
    const big = header({ rows: 1, columns: 3, frames: 2, littleEndian: false, vr: 'OW' }, [2, 1, 4, 3, 6, 5]);
    expect([...nativeFrame(big, 1)]).toEqual([1, 2, 3]);
    expect([...nativeFrame(big, 2)]).toEqual([4, 5, 6]);
  });

  it('sets colour planes beside each other', () => {
    const planes = header({ rows: 1, columns: 2, samples: 3, photometric: 'RGB', planar: true }, [1, 2, 3, 4, 5, 6]);
    expect([...nativeFrame(planes, 1)]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('gives both pixels of a 4:2:2 pair the same colour', () => {
    const pairs = header({ rows: 1, columns: 2, samples: 3, photometric: 'YBR_FULL_422' }, [10, 20, 30, 40]);
    expect([...nativeFrame(pairs, 1)]).toEqual([10, 30, 40, 20, 30, 40]);
  });
});

describe('frameValues', () => {
  it('reads values from bytes that begin at any place', () => {
    const bytes = new Uint8Array([0, 0, 1, 0, 2, 0]).subarray(2);
    expect([...frameValues({ header: { type: 'uint16' }, data: bytes })]).toEqual([1, 2]);
    const odd = new Uint8Array([0, 255, 255]).subarray(1);
    expect([...frameValues({ header: { type: 'int16' }, data: odd })]).toEqual([-1]);
  });
});

describe('storedType', () => {
  it('follows the bits allocated and the sign', () => {
    expect(storedType(header({ bitsAllocated: 1 }, []))).toBe('uint8');
    expect(storedType(header({ bitsAllocated: 16, signed: true }, []))).toBe('int16');
    expect(storedType(header({ bitsAllocated: 32 }, []))).toBe('uint32');
    expect(storedType(header({ kind: 'float32', bitsAllocated: 32 }, []))).toBe('float32');
  });
});
