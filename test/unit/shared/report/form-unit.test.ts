import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formUnit } from '../../../../shared/report/form-unit.ts';
import { templateFile } from '../../../helpers/report-document.ts';

describe('the unit of a field in UCUM', () => {
  it.each([
    ['mm', 'mm'],
    ['mm\u00b2', 'mm2'],
    ['\u03bcmol/l', 'umol/l'],
    ['\u00b5mol/l', 'umol/l'],
    ['HU', "[hnsf'U]"],
    ['weeks', 'wk'],
    [' ml ', 'ml'],
    ['', '1'],
    [null, '1'],
  ])('%s is %s', (written, value) => {
    expect(formUnit(written)).toMatchObject({ value, scheme: 'UCUM' });
  });

  it.each([
    ['lobes', '{lobes}'],
    ['per field of view', '{per_field_of_view}'],
    ['{x}', '{_x_}'],
    ['constructor', '{constructor}'],
  ])('what no table knows claims no dimension: %s', (written, value) => {
    expect(formUnit(written)).toEqual({ value, scheme: 'UCUM', meaning: written });
  });

  it('never leaves what UCUM and DICOM allow in a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (written) => {
        expect(formUnit(written).value).toMatch(/^[!-[\]-~]+$/);
        expect(formUnit(written).value.replace(/^\{(.*)\}$/, '$1')).not.toMatch(/[{}]/);
      }),
    );
  });

  it('is known for every unit of the templates that ship', () => {
    const names = readdirSync('resources/templates').filter((name) => name.endsWith('.html'));
    const units = names.flatMap((name) =>
      templateFile(name.replace('.html', '')).sections.flatMap(({ fields }) => fields.map(({ unit }) => unit)),
    );
    const unknown = units.filter((unit) => formUnit(unit).value.startsWith('{'));
    expect(units.length).toBeGreaterThan(50);
    expect([...new Set(unknown)]).toEqual([]);
  });
});
