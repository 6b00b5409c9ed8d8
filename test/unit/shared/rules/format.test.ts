import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, formatValue, resultLines, unitText } from '../../../../shared/rules/format.ts';

describe('numbers in words', () => {
  it.each([
    ['length', 12.345, 'mm', '12.3 mm'],
    ['length', 1234.56, 'mm', '1234.6 mm'],
    ['length', 7, 'px', '7.0 px'],
    ['area', 12.34, 'mm2', '12.3 mm²'],
    ['area', 1234.5678, 'mm2', '1235 mm²'],
    ['angle', 44.96, 'deg', '45.0°'],
    ['mean', -40.04, "[hnsf'U]", '-40.0 HU'],
    ['mean', 40, "[hnsf'U]", '40.0 HU'],
    ['maximum', 1200, "[hnsf'U]", '1200 HU'],
    ['minimum', -12.25, "[hnsf'U]", '-12.3 HU'],
    ['SUV maximum', 5.5267, '{SUVbw}g/ml', '5.53 g/ml'],
    ['mean', 20000.4, 'Bq/ml', '20000 Bq/ml'],
    ['pixel count', 13, '1', '13'],
    ['mean', 0.012345, '1', '0.0123'],
    ['mean', 1234.5, '1', '1235'],
    ['velocity', -62.04, 'cm/s', '-62.0 cm/s'],
    ['time', 0.5, 's', '0.500 s'],
    ['value', 5, '{propcounts}', '5 propcounts'],
    ['mean', -0.01, 'mm', '0.0 mm'],
    ['mean', NaN, 'mm', 'no value mm'],
  ])('%s %d %s is written "%s"', (name, value, unit, text) => {
    expect(formatValue({ name, value, unit })).toBe(text);
  });

  it('never depend on a locale: digits, one point, a plain minus', () => {
    const unit = fc.constantFrom('mm', 'mm2', "[hnsf'U]", '1', 'Bq/ml', 's');
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), unit, (value, name) => {
        expect(formatNumber(value, name)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(formatNumber(value, name)).not.toMatch(/^-0(\.0+)?$/);
      }),
    );
  });

  it('show a unit outside the list as it is', () => {
    expect(unitText('mg/ml')).toBe('mg/ml');
    expect(['mm2', 'mm3', 'cm3', 'd'].map(unitText)).toEqual(['mm²', 'mm³', 'cm³', 'days']);
  });

  it('stand in lines with their ground and their warnings', () => {
    const result = {
      values: [
        { name: 'long axis', value: 12.34, unit: 'mm' },
        { name: 'short axis', value: 5, unit: 'mm' },
      ],
      basis: 'at detector',
      warnings: ['lengths are at the detector, not in the patient'],
    };
    expect(resultLines(result)).toEqual([
      'long axis 12.3 mm',
      'short axis 5.0 mm',
      '(at detector)',
      '! lengths are at the detector, not in the patient',
    ]);
    expect(resultLines({ values: [], basis: '', warnings: [] })).toEqual([]);
  });
});
