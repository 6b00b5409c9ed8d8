import { describe, expect, it } from 'vitest';
import { HOLD_REASONS } from '../../../../../shared/model/outbox.ts';
import { ReconcileCase } from '../../../../../shared/model/reconcile.ts';
import { dataWords, siteQuestion } from '../../../../../shared/rules/outbox/site-question.ts';

const CASE = ReconcileCase.parse({
  ...{ studyId: '1'.repeat(26), site: 'St. Anna', patientName: 'DOE^JANE', accession: '7731' },
  ...{ studyDate: '20261122', description: 'CT head of DOE', heldAt: null, critical: false, rows: [], decision: null },
  report: {
    reportId: '2'.repeat(26),
    ...{ state: 'final', signedAt: '2026-11-22T03:12:40.000Z', signer: 'Ada' },
  },
  differences: HOLD_REASONS.map((reason) => ({ reason, signed: 'DOE, JANE id 42', now: 'DOE, JANET id 43' })),
});

describe('the question to a site', () => {
  it('names the study by its number and day, asks about each difference, and says nobody’s name or id', () => {
    const text = siteQuestion(CASE);
    expect(text).toContain('To St. Anna, about accession 7731, study of 2026-11-22.');
    expect(text).toContain('Our final report was signed at 2026-11-22 03:12 UTC.');
    expect(text.match(/^- /gm)).toHaveLength(HOLD_REASONS.length);
    expect(text).not.toMatch(/DOE|JANE|42|43/);
  });

  it('is asked about objects that are of no report, and studies without a number', () => {
    const text = siteQuestion({ ...CASE, accession: null, studyDate: null, report: null });
    expect(text).toContain('a study without an accession number.');
    expect(text).toContain('Objects of this study are ready');
  });

  it('every difference says what became of the data', () => {
    const said = HOLD_REASONS.map((reason) => dataWords(reason));
    expect(new Set(said).size).toBe(HOLD_REASONS.length);
  });
});
