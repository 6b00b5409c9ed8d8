import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gsdfContrastError, gsdfIndex, gsdfLuminance } from '../../../../shared/rules/gsdf.ts';

describe('grayscale standard display function', () => {
  it.each([
    [1, 0.05, 4],
    [500, 119.13, 2],
    [1000, 3439.16, 2],
    [1023, 3993.33, 1],
  ])('index %s has %s cd/m²', (j, luminance, digits) => {
    expect(gsdfLuminance(j)).toBeCloseTo(luminance, digits);
  });

  it.each([
    [1, 71.5, 1],
    [350, 653.12, 1],
  ])('%s cd/m² has index %s', (luminance, j, digits) => {
    expect(gsdfIndex(luminance)).toBeCloseTo(j, digits);
  });

  it('is defined from 1 to 1023 only', () => {
    expect([0, 0.5, 1024, NaN].map(gsdfLuminance)).toEqual([NaN, NaN, NaN, NaN]);
    expect([0.01, 5000].map(gsdfIndex)).toEqual([NaN, NaN]);
  });

  it('comes back within a third of a step (property)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1023, noNaN: true }),
        (j) => Math.abs(gsdfIndex(gsdfLuminance(j)) - j) < 0.35,
      ),
    );
  });

  it('finds no error in a display that follows it, and finds one that does not', () => {
    const levels = Array.from({ length: 18 }, (_each, at) => gsdfLuminance(80 + at * 30));
    expect(gsdfContrastError(levels)).toBeLessThan(0.02);
    const gamma = Array.from({ length: 18 }, (_each, at) => 0.5 + 350 * (at / 17) ** 2.2);
    expect(gsdfContrastError(gamma)).toBeGreaterThan(0.1);
    expect(gsdfContrastError([1, 10, 9, 300])).toBeNull();
    expect(gsdfContrastError([1, 300])).toBeNull();
  });
});
