import { describe, expect, it } from 'vitest';
import { compareRows, DEFAULT_SORT } from '../../../../renderer/worklist/sort.ts';
import type { Sort } from '../../../../renderer/worklist/sort.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

const order = (rows: readonly WorklistRow[], sort: Sort): number[] =>
  rows
    .toSorted((a, b) => compareRows(a, b, sort))
    .map((row) => Array.from({ length: 32 }, (_, seed) => seed).find((seed) => studyId(seed) === row.studyId) ?? -1);

describe('compareRows', () => {
  it('puts the most urgent first and then the newest', () => {
    const rows = [
      worklistRow(1, { studyDate: '20240101' }),
      worklistRow(2, { priority: 'stat', studyDate: '20200101' }),
      worklistRow(3, { priority: 'urgent' }),
      worklistRow(4, { studyDate: '20250101' }),
      worklistRow(5, { priority: 'routine', studyDate: '20240601' }),
    ];
    expect(order(rows, DEFAULT_SORT)).toEqual([2, 3, 4, 5, 1]);
  });

  it('sorts names without regard to case and accents', () => {
    const named = (seed: number, alphabetic: string): WorklistRow => {
      const row = worklistRow(seed);
      return { ...row, patient: { ...row.patient, name: { alphabetic, ideographic: '', phonetic: '' } } };
    };
    const rows = [named(1, 'zoe'), named(2, 'Öttl'), named(3, 'Orban'), named(4, 'ABEL')];
    expect(order(rows, { column: 'patient', direction: 'ascending' })).toEqual([4, 3, 2, 1]);
  });

  it('puts what is not known last in both directions', () => {
    const rows = [
      worklistRow(1, { description: null }),
      worklistRow(2, { description: 'B' }),
      worklistRow(3, { description: 'A' }),
    ];
    expect(order(rows, { column: 'study', direction: 'ascending' })).toEqual([3, 2, 1]);
    expect(order(rows, { column: 'study', direction: 'descending' })).toEqual([2, 3, 1]);
  });

  it('sorts ages youngest first', () => {
    const born = (seed: number, birthDate: string | null): WorklistRow => {
      const row = worklistRow(seed);
      return { ...row, patient: { ...row.patient, birthDate } };
    };
    const rows = [born(1, '19500101'), born(2, '20200303'), born(3, null), born(4, '1980')];
    expect(order(rows, { column: 'age', direction: 'ascending' })).toEqual([2, 4, 1, 3]);
  });

  it('sorts counts as numbers, the whole order never depends on where a row came in', () => {
    const rows = [worklistRow(1, { received: 9 }), worklistRow(2, { received: 100 }), worklistRow(3, { received: 9 })];
    const sort: Sort = { column: 'images', direction: 'descending' };
    expect(order(rows, sort)).toEqual([2, 1, 3]);
    expect(order(rows.toReversed(), sort)).toEqual([2, 1, 3]);
  });
});
