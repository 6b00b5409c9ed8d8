import { describe, expect, it } from 'vitest';
import { RunningStats, valueRange } from '../../../../shared/dicom/pixel-stats.ts';

describe('pixel statistics', () => {
  it('finds the smallest and largest value', () => {
    expect(valueRange(Int16Array.of(3, -5, 9))).toEqual({ min: -5, max: 9 });
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
