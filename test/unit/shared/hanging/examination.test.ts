import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExaminationReader, procedureName } from '../../../../shared/hanging/examination.ts';
import { shippedPriorRules } from '../../../helpers/prior-rules.ts';

const FIXTURES = path.join(import.meta.dirname, '../../../fixtures/prior-relevance');
/** Named, since a share alone hides which. The first: what stands before "^" is the region of the scanner's menu. */
const WRONG = ['Thorax^1HEAD_NECK_PETCT', 'PET w/CT Scan Skull Ba'];

const reader = new ExaminationReader(shippedPriorRules().table);

const lines = ['descriptions', 'held-out', 'public-data'].flatMap((file) =>
  readFileSync(path.join(FIXTURES, `${file}.tsv`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t')),
);

const said = (values: readonly string[]): string => [...values].sort().join(', ') || '-';

function wrongBy(place: number, read: (text: string) => string): string[] {
  return lines.flatMap(([text = '', ...columns]) => {
    const want = (columns[place] ?? '').split(', ');
    return read(text) === said(want) ? [] : [text];
  });
}

describe('ExaminationReader', () => {
  it('knows the anatomy of at least 95 of 100 descriptions, and we know which it does not', () => {
    const wrong = wrongBy(0, (text) => said(reader.read(text).parts.map(({ name }) => name)));
    expect(lines.length).toBeGreaterThanOrEqual(350);
    expect(wrong).toEqual(WRONG);
    expect(wrong.length / lines.length).toBeLessThanOrEqual(0.05);
  });

  it('knows modality, side and contrast where words say them', () => {
    expect(wrongBy(1, (text) => said(reader.read(text).modalities))).toEqual([]);
    expect(wrongBy(2, (text) => reader.read(text).side ?? '-')).toEqual([]);
    expect(wrongBy(3, (text) => reader.read(text).contrast ?? '-')).toEqual(['PET w/CT Scan Skull Ba']);
  });

  it.each([
    ['MRT Knie links nativ', 'MRI KNEE LEFT W/O CONTRAST', 'MR knee left without contrast'],
    ['TDM TAP avec injection', 'CT CAP W IV CONTRAST', 'CT abdomen+chest+pelvis with contrast'],
    ['CTPA', 'CT chest pulmonary angiogram', 'CT chest angiography with contrast'],
  ])('calls %j and %j by one name', (a, b, name) => {
    expect(procedureName(reader.read(a))).toBe(name);
    expect(procedureName(reader.read(b))).toBe(name);
  });

  it('reads any text twice the same way, and no part from what names none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(reader.read(text)).toEqual(new ExaminationReader(shippedPriorRules().table).read(text));
      }),
      { numRuns: 20 },
    );
    expect(reader.read(null).parts).toEqual([]);
    expect(procedureName(reader.read('second opinion'))).toBeNull();
  });
});
