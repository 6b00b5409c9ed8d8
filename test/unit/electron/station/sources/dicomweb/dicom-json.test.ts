import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonDataset } from '../../../../../../electron/station/sources/dicomweb/dicom-json.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';

const TAG = '00100010';
const of = (attribute: unknown): JsonDataset => new JsonDataset({ [TAG]: attribute });
const EMPTY = { alphabetic: '', ideographic: '', phonetic: '' };

describe('DICOM JSON', () => {
  it('keeps the groups of a name apart', () => {
    const value = { Alphabetic: 'Yamada^Tarou^^^', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' };
    expect(of({ vr: 'PN', Value: [value] }).name(TAG)).toEqual({
      alphabetic: 'Yamada^Tarou',
      ideographic: '山田^太郎',
      phonetic: 'やまだ^たろう',
    });
  });

  it('reads a name that an old server writes as one text', () => {
    expect(of({ vr: 'PN', Value: ['Doe^Jane=山田'] }).name(TAG)).toEqual({
      ...EMPTY,
      alphabetic: 'Doe^Jane',
      ideographic: '山田',
    });
  });

  it('reads numbers that come as text, and texts that come as numbers', () => {
    expect(of({ vr: 'IS', Value: [' 12 '] }).integer(TAG)).toBe(12);
    expect(of({ vr: 'IS', Value: [12] }).integer(TAG)).toBe(12);
    expect(of({ vr: 'IS', Value: [12.0] }).text(TAG)).toBe('12');
    expect(of({ vr: 'IS', Value: ['many'] }).integer(TAG)).toBeNull();
    expect(of({ vr: 'IS', Value: [-3] }).count(TAG)).toBeNull();
  });

  it('reads several values, as many or in one', () => {
    expect(of({ vr: 'CS', Value: ['CT', null, 'PT'] }).texts(TAG)).toEqual(['CT', 'PT']);
    expect(of({ vr: 'CS', Value: ['CT\\PT '] }).texts(TAG)).toEqual(['CT', 'PT']);
  });

  it.each(['', 'a', '1.2/../3', '1.2\\1.3\u0000;', '1'.repeat(65), null, {}, [], 7.5e30])(
    'takes %j for no UID',
    (value) => {
      const uid = (): string => of({ vr: 'UI', Value: [value] }).uid(TAG);
      // The first of two values is a UID by itself.
      if (value === '1.2\\1.3\u0000;') expect(uid()).toBe('1.2');
      else expect(codeThrown(uid)).toBe('source/wrong-answer');
    },
  );

  it('never fails on whatever a server writes, except for a UID that is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const data = of(value);
        data.text(TAG);
        data.integer(TAG);
        data.items(TAG);
        data.availability(TAG);
        expect(Object.keys(data.name(TAG))).toEqual(Object.keys(EMPTY));
        expect([null, 'source/wrong-answer']).toContain(codeThrown(() => data.uid(TAG)));
      }),
    );
  });

  it('keeps texts short', () => {
    expect(of({ vr: 'LO', Value: ['x'.repeat(1e6)] }).text(TAG)).toHaveLength(1024);
  });

  it('reads no attribute that every object has', () => {
    expect(new JsonDataset({}).attribute('constructor')).toBeNull();
  });
});
