import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn, displayAge, parseAge, patientAge } from '../../../../shared/dicom/age.ts';

describe('ageOn', () => {
  it.each([
    ['20240101', '20240101', '0 d'],
    ['20240101', '20240128', '27 d'],
    ['20240101', '20240129', '4 wk'],
    ['20231215', '20240301', '11 wk'],
    ['20231001', '20240101', '3 mo'],
    ['20220102', '20240101', '23 mo'],
    ['20220101', '20240101', '2 y'],
    ['19600329', '20240328', '63 y'],
    ['19600329', '20240329', '64 y'],
    ['20000229', '20020228', '2 y'],
    ['19001231', '19011230', '11 mo'],
  ])('born %s, on %s: %s', (birth, day, text) => {
    expect(displayAge(ageOn(birth, day))).toBe(text);
  });

  it('says nothing without two dates in order', () => {
    expect(ageOn(null, '20240101')).toBeNull();
    expect(ageOn('20240102', '20240101')).toBeNull();
    expect(ageOn('garbage', '20240101')).toBeNull();
  });

  it('never gets younger as days pass', () => {
    const inDays = { days: 1, weeks: 7, months: 30.4, years: 365.2 } as const;
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    const text = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '');
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40_000 }), (birth, span) => {
        const at = (days: number): number => {
          const age = ageOn(text(birth), text(new Date(birth.getTime() + days * 86_400_000)));
          return age === null ? Number.NaN : age.value * inDays[age.unit];
        };
        expect(at(span + 1)).toBeGreaterThanOrEqual(at(span));
      }),
    );
  });
});

describe('patientAge', () => {
  it('prefers the dates over the text', () => {
    expect(patientAge({ age: '099Y', birthDate: '19600329', studyDate: '20240329' })).toEqual({
      value: 64,
      unit: 'years',
    });
    expect(patientAge({ age: '003W', birthDate: null, studyDate: '20240329' })).toEqual({ value: 3, unit: 'weeks' });
    expect(patientAge({ age: null, birthDate: null, studyDate: null })).toBeNull();
  });

  it('refuses what is no age', () => {
    expect(parseAge('64')).toBeNull();
    expect(parseAge('064X')).toBeNull();
  });
});
