import { describe, expect, it } from 'vitest';
import {
  changesBetween,
  changesSince,
  expectedOf,
} from '../../../../../../electron/station/transfer/retrieve/site-studies.ts';
import type { SiteStudy } from '../../../../../../electron/station/transfer/retrieve/site-studies.ts';
import { SourceId } from '../../../../../../shared/model/ids.ts';
import type { FoundStudy } from '../../../../../../shared/model/source.ts';

const found: FoundStudy = {
  ...{ studyUid: '1.2', issuer: null, patientId: 'P1', birthDate: '19700101', sex: 'F', studyDate: '20240102' },
  ...{ patientName: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' }, studyTime: null, accession: 'A1' },
  ...{ description: 'CT', referring: null, modalities: ['CT'], series: 2, instances: 30, availability: null },
};
const series = (seriesUid: string, expected: number | null) => ({
  ...{ seriesUid, expected, modality: 'CT', description: null, missing: [] },
});
const before: SiteStudy = {
  ...{ sourceId: SourceId.parse('0'.repeat(26)), studyUid: '1.2', found, changes: [], checkedAt: '2026' },
  ...{ series: [series('1', 10), series('2', 20)], completeAt: '2026' },
};
const kinds = (now: { found?: Partial<FoundStudy>; series?: ReturnType<typeof series>[] }) =>
  changesBetween(before, { found: { ...found, ...now.found }, series: now.series ?? before.series }).map(
    ({ kind, words }) => `${kind}: ${words}`,
  );

describe('F28: what is other at the site', () => {
  it('is nothing where it says the same', () => {
    expect(kinds({})).toEqual([]);
  });

  it('is told in words that name nobody', () => {
    expect(kinds({ series: [series('1', 12), series('3', 5)] })).toEqual([
      'new-series: 1 new series at the site',
      'series-gone: 1 series is not at the site any more',
      'more-images: 2 images more at the site',
    ]);
    expect(kinds({ series: [series('1', 9), series('2', 20)] })).toEqual(['fewer-images: 1 image fewer at the site']);
    const renamed = { patientName: { alphabetic: 'ROE^JANE', ideographic: '', phonetic: '' }, accession: 'A2' };
    expect(kinds({ found: renamed })).toEqual([
      'patient: the site changed the patient’s name',
      'study: the site changed the study’s accession number',
    ]);
  });

  it('counts only what came after all of it was here', () => {
    const grown = [...before.series, series('3', 4)];
    expect(changesSince({ ...before, completeAt: null }, found, grown)).toEqual([]);
    const once = changesSince(before, found, grown);
    expect(once).toHaveLength(1);
    expect(changesSince({ ...before, changes: once }, found, grown)).toEqual(once);
  });
});

describe('what is expected of a study', () => {
  it('is the sum of its series, what the study says where one of them says nothing, and null where nobody does', () => {
    expect(expectedOf(before.series, found)).toBe(30);
    expect(expectedOf([series('1', null)], found)).toBe(30);
    expect(expectedOf([], { ...found, instances: null })).toBeNull();
    expect(expectedOf([], null)).toBeNull();
  });
});
