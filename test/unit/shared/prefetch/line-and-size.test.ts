import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredRate, safeRate, UNKNOWN_RATE } from '../../../../shared/prefetch/line-rate.ts';
import { estimatedBytes, sizeSeen } from '../../../../shared/prefetch/sizes.ts';

describe('line rate', () => {
  const after = (rates: readonly number[]) =>
    rates.reduce((known, rate) => measuredRate(known, { bytes: rate * 10, ms: 10_000 }), UNKNOWN_RATE);

  it('comes near a steady line and counts on nearly all of it', () => {
    const known = after(Array.from({ length: 40 }, () => 8e6));
    expect(known.mean).toBeCloseTo(8e6, -4);
    expect(safeRate(known)).toBeGreaterThan(7.9e6);
  });

  it('counts on less where the line is unsteady, and never on more than its mean or nothing at all', () => {
    const unsteady = after(Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 2e6 : 14e6)));
    expect(safeRate(unsteady)).toBeLessThan(4e6);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1e5, max: 1e8 })), (rates) => {
        const known = after(rates);
        expect(safeRate(known)).toBeGreaterThan(0);
        expect(safeRate(known)).toBeLessThanOrEqual(known.mean);
      }),
    );
  });

  it('learns nothing from a transfer that was mostly waiting', () => {
    expect(measuredRate(UNKNOWN_RATE, { bytes: 1000, ms: 4000 })).toBe(UNKNOWN_RATE);
    expect(measuredRate(UNKNOWN_RATE, { bytes: 1e9, ms: 0 })).toBe(UNKNOWN_RATE);
  });
});

describe('estimatedBytes', () => {
  it('goes by the count of instances where the source says it', () => {
    expect(estimatedBytes({ modalities: ['CT'], instances: 1000 }, {})).toBeCloseTo(530e6, -7);
    expect(estimatedBytes({ modalities: ['SR', 'DX'], instances: null }, {})).toBe(16e6);
  });

  it('learns what this site sends', () => {
    let seen = {};
    for (let study = 0; study < 200; study += 1) seen = sizeSeen(seen, 'CT', { bytes: 80e6, instances: 400 });
    expect(estimatedBytes({ modalities: ['CT'], instances: null }, seen)).toBeLessThan(90e6);
    expect(estimatedBytes({ modalities: ['CT'], instances: 400 }, seen)).toBeLessThan(90e6);
    expect(estimatedBytes({ modalities: ['MR'], instances: null }, seen)).toBe(150e6);
  });

  it('believes what is here of the study itself more than what others were', () => {
    const of = (instances: number) => ({ instances, bytes: instances * 2500 });
    const study = { modalities: ['CT'], instances: 200 };
    const sizes = [0, 1, 20, 190].map((instances) => estimatedBytes({ ...study, here: of(instances) }, {}));
    expect(sizes[0]).toBe(estimatedBytes(study, {}));
    expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
    expect(sizes[3]).toBeLessThan(4e6);
  });
});
