import { describe, expect, it } from 'vitest';
import type { PriorReportText } from '../../../../shared/model/prior-report.ts';
import { copySourceOf, matchingSection } from '../../../../shared/report/prior-section.ts';
import { idOf } from '../../../helpers/report-document.ts';

const sections = ['Clinical details:', 'FINDINGS', 'Conclusion', 'Liver'].map((title) => ({ title, text: title }));

describe('the section of an earlier report', () => {
  it.each([
    ['findings', 'Findings', 'FINDINGS'],
    ['impression', 'Impression', 'Conclusion'],
    ['clinical', 'Clinical information', 'Clinical details:'],
    ['x', 'Liver', 'Liver'],
    ['technique', 'Technique', null],
    ['x', 'Spleen', null],
  ])('%s, %s', (sectionId, title, expected) => {
    expect(matchingSection({ sectionId, title }, sections)?.title ?? null).toBe(expected);
  });
});

describe('the name of an earlier report', () => {
  const prior: PriorReportText = {
    ...{ priorReportId: idOf('prior'), origin: 'own', title: 'CT chest', date: '20250802', issuedAt: null, signer: '' },
    ...{ state: 'final', accession: null, studyId: null, objectId: null, sections: [], doubts: [], versions: 0 },
    ...{ hasPdf: false, cut: false },
  };
  it('is ours by its id, and that of another by title and day', () => {
    expect(copySourceOf(prior)).toEqual({ reportId: idOf('prior'), title: 'CT chest', date: '2025-08-02' });
    expect(copySourceOf({ ...prior, origin: 'hl7', date: null }).reportId).toBeNull();
  });
});
