import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue } from '../../../../shared/rules/format.ts';
import { histogramOf } from '../../../../shared/rules/histogram.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { medianOf } from '../../../../shared/rules/median.ts';
import { ARBITRARY } from '../../../../shared/rules/quantity.ts';
import { imageOf, named, pixelsOf } from './image-fixture.ts';

describe('median', () => {
  it('is the middle value, or the mean of both in the middle', () => {
    expect(medianOf(Float64Array.of(3, 1, 2))).toBe(2);
    expect(medianOf(Float64Array.of(4, 1, 2, 3))).toBe(2.5);
    expect(medianOf(Float64Array.of())).toBeNaN();
  });

  it('is that of a sorted list', () => {
    const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        const sorted = [...list].sort((a, b) => a - b);
        const middle = sorted.length >> 1;
        const [low, high] = [sorted[middle - 1] ?? NaN, sorted[middle] ?? NaN];
        expect(medianOf(Float64Array.from(list))).toBeCloseTo(sorted.length % 2 === 1 ? high : (low + high) / 2, 9);
      }),
    );
  });
});

describe('histogram', () => {
  it('counts every value once, in bins of a whole width for whole numbers', () => {
    expect(histogramOf(Float64Array.of(1, 2, 2, 4))).toEqual({ from: 1, width: 1, counts: [1, 2, 0, 1] });
    expect(histogramOf(Float64Array.of(7))).toEqual({ from: 7, width: 1, counts: [1] });
    expect(histogramOf(Float64Array.of())).toBeNull();
    expect(histogramOf(Float64Array.of(0, 5e-324))).toEqual({ from: 0, width: 1, counts: [2] });
    const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.boolean(), (list, whole) => {
        const all = Float64Array.from(whole ? list.map(Math.round) : list);
        const found = histogramOf(all);
        expect(found?.counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
        expect(found?.counts.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

describe('what a value means', () => {
  const pixels = pixelsOf(16, 16, () => 1200);
  const whole = [
    [0, 0],
    [15, 15],
  ] as const;
  const points = whole.map(([x, y]): [number, number] => [x, y]);
  const adc = { first: 0, last: 4000, slope: 1e-3, intercept: 0, unit: '10-3.mm2/s', label: 'ADC' };

  it('a signal without a scale is said in arbitrary units, never as a bare number', () => {
    const result = measureDrawing('rectangle', points, imageOf({ modality: 'MR' }), 1, pixels);
    const mean = result.values.find(({ name }) => name === 'mean');
    expect(mean).toEqual({ name: 'mean', value: 1200, unit: ARBITRARY });
    expect(mean && formatValue(mean)).toBe('1200 a.u.');
  });

  it('a real world value map gives the value and its unit', () => {
    const image = imageOf({ modality: 'MR', frame: { realWorld: [adc] } });
    const result = measureDrawing('rectangle', points, image, 1, pixels);
    expect(named(result)['mean']).toBeCloseTo(1.2, 12);
    expect(result.values.find(({ name }) => name === 'median')?.unit).toBe('10-3.mm2/s');
    const probe = measureDrawing('probe', [[3, 3]], image, 1, pixels);
    expect(probe.basis).toBe('real world value map: ADC');
    expect(probe.values[0]?.value).toBeCloseTo(1.2, 12);
  });

  it('values outside the range of the map are left out and counted', () => {
    const image = imageOf({ modality: 'MR', frame: { realWorld: [{ ...adc, last: 1000 }] } });
    const result = measureDrawing('rectangle', points, image, 1, pixels);
    expect(result.warnings).toContain('256 pixels without a number left out');
  });

  it('Hounsfield units stand before a map of something else', () => {
    const frame = { rescale: { slope: 1, intercept: -1024, type: 'HU' }, realWorld: [adc] };
    const result = measureDrawing('rectangle', points, imageOf({ frame }), 1, pixels);
    expect(named(result)['mean']).toBe(176);
  });
});
