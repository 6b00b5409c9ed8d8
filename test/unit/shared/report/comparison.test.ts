import { expect, it } from 'vitest';
import { comparisonOf, isSameExamination } from '../../../../shared/report/comparison.ts';

const prior = (studyDate: string | null, studyTime?: string | null) => ({ studyDate, studyTime });
const own = { date: '20260901', time: '080000' };

it.each([
  ['another accession of the same moment', [prior('20260901', '0800')], null],
  ['a later one of the day', [prior('20260901', '0930')], null],
  ['one of the day without a time', [prior('20260901', null)], null],
  ['one of the same morning, before', [prior('20260901', '075959.9')], 0],
  ['the one behind those of the same moment', [prior('20260901', '080000.000'), prior('20250301')], 1],
  ['one without a date, as the list of priors has it', [prior(null)], 0],
])('a report is compared with what was begun before: %s', (_what, priors, at) => {
  expect(comparisonOf(priors, own)).toBe(at === null ? null : priors[at]);
});

it('takes the first where its own study has no date, and none of its day where it has no time', () => {
  const [before, sameDay] = [prior('20250301'), prior('20260901', '0700')];
  expect(comparisonOf([sameDay, before], { date: null, time: null })).toBe(sameDay);
  expect(comparisonOf([sameDay, before], { date: '20260901', time: null })).toBe(before);
});

it.each([
  ['another accession of the moment', prior('20260901', '0800'), true],
  ['a later one of the day', prior('20260901', '0930'), false],
  ['one of the day without a time', prior('20260901', null), false],
  ['one of another day', prior('20250901', '080000'), false],
  ['one without a date', prior(null, '080000'), false],
])('studies of one moment are one examination: %s', (_what, other, is) => {
  const study = prior(own.date, own.time);
  expect([isSameExamination(study, other), isSameExamination(other, study)]).toEqual([is, is]);
});
