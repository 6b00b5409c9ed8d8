import { describe, expect, it } from 'vitest';
import { togetherChecks, togetherReason, togetherWords } from '../../../../shared/report/together.ts';
import type { TogetherReading, TogetherSubject } from '../../../../shared/report/together.ts';

const CHEST: TogetherSubject = {
  ...{ studyId: 'chest', patientKey: 'p', isInDoubt: false, siteId: 's', date: '20260301', accession: 'ACC1' },
  orders: ['o1'],
};
const with_ = (more: Partial<TogetherSubject>): TogetherSubject => ({
  ...{ ...CHEST, studyId: 'abdomen', accession: 'ACC2', orders: [] },
  ...more,
});

describe('studies of one report', () => {
  it.each([
    ['another accession of the day', with_({}), 'the same day and site'],
    ['another study of the order', with_({ orders: ['o1'] }), 'the same order'],
    ['another study of the order, without an accession', with_({ orders: ['o1'], accession: null }), 'the same order'],
    ['another study of the accession', with_({ accession: 'ACC1' }), 'the same accession, another study'],
    ['itself', with_({ studyId: 'chest' }), null],
    ['another patient, or the id of another issuer', with_({ patientKey: 'q' }), null],
    ['a patient in doubt', with_({ isInDoubt: true }), null],
    ['another site', with_({ siteId: 't', orders: ['o1'] }), null],
    ['another day', with_({ date: '20260302', orders: ['o1'] }), null],
    ['a day that nobody knows', with_({ date: null, orders: ['o1'] }), null],
    ['neither number nor order', with_({ accession: null }), null],
  ])('%s', (_name, other, reason) => {
    expect(togetherReason(CHEST, other)).toBe(reason);
    // Both ways: a study that may be reported with another is one that this may be reported with.
    expect(togetherReason(other, CHEST)).toBe(reason);
  });

  it('are named in one line', () => {
    expect(togetherWords('ACC1', [])).toBe('ACC1');
    expect(togetherWords('ACC1', ['ACC2', 'ACC3'])).toBe('ACC1 + 2 more (ACC2, ACC3)');
  });
});

describe('before the signature', () => {
  const series = { number: 2, description: 'Axial', modality: 'CT', isScout: false, isAside: false };
  const read: TogetherReading = {
    ...{ name: 'ACC2', description: 'CT abdomen', isApart: false, isReported: false, received: 3, expected: null },
    series: [{ ...series, pictures: 3, seen: 3 }],
  };
  const codes = (more: Partial<TogetherReading>, reportedWith: readonly string[] = [], isAddendum = false) =>
    togetherChecks({ others: [{ ...read, ...more }], reportedWith }, isAddendum).map(
      ({ code, tier }) => `${tier} ${code}`,
    );

  it('nothing is asked about a study that was read and has no report', () => {
    expect(codes({})).toEqual([]);
  });

  it('what was not read, is not whole or has a report is asked about; what belongs elsewhere is refused', () => {
    expect(codes({ series: [{ ...series, pictures: 3, seen: 0 }] })).toEqual(['acknowledge check/unread-series']);
    expect(codes({ isReported: true })).toEqual(['acknowledge check/together-reported']);
    expect(codes({ expected: 4 })).toEqual(['acknowledge check/incomplete-study']);
    expect(codes({ received: 0 })).toEqual(['refuse check/no-objects']);
    expect(codes({ isApart: true })).toEqual(['refuse check/together-apart']);
    expect(codes({}, ['ACC9'])).toEqual(['acknowledge check/reported-with']);
    expect(codes({ isReported: true }, ['ACC9'], true)).toEqual([
      'note check/reported-with',
      'note check/together-reported',
    ]);
  });

  it('a study of the report in its comparison is asked about', () => {
    const compared = (words: string): readonly string[] =>
      togetherChecks({ others: [read], reportedWith: [] }, false, words).map(
        ({ code, message }) => `${code} ${message}`,
      );
    expect(compared('CT of 2026-03-01 (CT abdomen).')).toEqual([
      'check/compared-with-own The comparison names CT abdomen, which this report is about.',
    ]);
    expect(compared('None available.')).toEqual([]);
  });

  it('says which study is meant', () => {
    const [found] = togetherChecks(
      { others: [{ ...read, series: [{ ...series, pictures: 3, seen: 0 }] }], reportedWith: [] },
      false,
    );
    expect(found?.message).toBe('ACC2: Never on screen: series 2, Axial (3 images).');
  });
});
