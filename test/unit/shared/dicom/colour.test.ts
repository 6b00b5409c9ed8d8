import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  expandSegments,
  interleavePlanes,
  paletteToRgb,
  toEightBits,
  ybrFullToRgb,
  ybrPartialToRgb,
} from '../../../../shared/dicom/colour.ts';

describe('colour', () => {
  it('turns full-range luminance and chrominance to red, green and blue', () => {
    expect([...ybrFullToRgb(Uint8Array.of(76, 85, 255))]).toEqual([254, 0, 0]);
    expect([...ybrFullToRgb(Uint8Array.of(150, 44, 21))]).toEqual([0, 255, 1]);
    expect([...ybrFullToRgb(Uint8Array.of(128, 128, 128))]).toEqual([128, 128, 128]);
  });

  it('stretches partial-range luminance', () => {
    expect([...ybrPartialToRgb(Uint8Array.of(16, 128, 128, 235, 128, 128))]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('keeps grey grey, whatever its level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (level) => {
        expect([...ybrFullToRgb(Uint8Array.of(level, 128, 128))]).toEqual([level, level, level]);
      }),
    );
  });

  it('sets 16-bit planes beside each other', () => {
    const planes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    expect([...interleavePlanes(planes, 3, 2)]).toEqual([1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12]);
  });

  it('takes the upper eight bits, also of 32', () => {
    expect([...toEightBits([65535, 256, 255], 16)]).toEqual([255, 1, 0]);
    expect([...toEightBits(Uint32Array.of(4294967295, 1), 32)]).toEqual([255, 0]);
  });

  it('gives values beyond a palette its first and last entry', () => {
    const table = { first: 10, entries: Uint8Array.of(1, 2, 3) };
    expect([...paletteToRgb([9, 10, 12, 900], [table, table, table])]).toEqual([1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3]);
  });
});

describe('expandSegments', () => {
  it('writes discrete and linear segments', () => {
    expect([...(expandSegments([0, 2, 5, 10, 1, 2, 20], 4) ?? [])]).toEqual([5, 10, 15, 20]);
  });

  it('repeats segments that an indirect one points at', () => {
    // Bytes 0 to 7 hold a discrete segment of two entries; the indirect one copies it once.
    expect([...(expandSegments([0, 2, 5, 6, 2, 1, 0, 0], 4) ?? [])]).toEqual([5, 6, 5, 6]);
  });

  it('refuses too few entries, unknown codes and a segment that points at itself', () => {
    expect(expandSegments([0, 2, 5, 6], 3)).toBeNull();
    expect(expandSegments([7, 2, 5, 6], 2)).toBeNull();
    expect(expandSegments([2, 1, 0, 0], 2)).toBeNull();
    expect(expandSegments([1, 2, 9], 2)).toBeNull();
  });

  it('ends on any words', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }), (words) => {
        const out = expandSegments(words, 20);
        expect(out === null || out.length === 20).toBe(true);
      }),
    );
  });
});
