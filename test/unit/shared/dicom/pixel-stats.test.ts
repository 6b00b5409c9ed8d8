import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningStats, valueRange } from '../../../../shared/dicom/pixel-stats.ts';

describe('pixel statistics', () => {
  it('finds the smallest and largest value', () => {
    expect(valueRange(Int16Array.of(3, -5, 9))).toEqual({ min: -5, max: 9 });
  });

  it('finds them in words with and without sign, wherever the view begins', () => {
    const words = fc.tuple(fc.uint16Array({ minLength: 1, maxLength: 64 }), fc.nat(3));
    fc.assert(
      fc.property(words, ([array, skip]) => {
        const unsigned = array.subarray(Math.min(skip, array.length - 1));
        const signed = new Int16Array(unsigned.buffer, unsigned.byteOffset, unsigned.length);
        for (const view of [unsigned, signed]) {
          expect(valueRange(view)).toEqual({ min: Math.min(...view), max: Math.max(...view) });
        }
      }),
    );
    expect(valueRange(new Uint16Array())).toEqual({ min: 0, max: 0 });
  });

  it('leaves out what is no number', () => {
    expect(valueRange(Float32Array.of(NaN, 2, Infinity, -1, -Infinity))).toEqual({ min: -1, max: 2 });
    expect(valueRange(Float32Array.of(NaN))).toEqual({ min: 0, max: 0 });
  });

  it('sums up frames as if they were one', () => {
    const stats = new RunningStats();
    stats.add(Uint8Array.of(1, 2));
    stats.add(Uint8Array.of(9), (value) => value * 2 - 24);
    expect(stats.result()).toEqual({ min: -6, max: 2, mean: -1 });
  });
});
