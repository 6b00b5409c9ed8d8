import { describe, expect, it } from 'vitest';
import type { CalciumAnswer } from '../../../../../shared/model/grown.ts';
import { measurementWords } from '../../../../../shared/report/measurement-words.ts';
import { hasScore, scoreResults } from '../../../../../shared/rules/calcium/score-result.ts';
import type { NamedMark } from '../../../../../shared/rules/calcium/score-result.ts';

const none = { agatston: 0, volumeMm3: 0, massMg: null };
const ANSWER: CalciumAnswer = {
  ...{ ok: true, group: '1–99', masks: [], presses: [null, 'this spot is marked already'] },
  total: { agatston: 60.5, volumeMm3: 60, massMg: null },
  vessels: [
    { vessel: 'LM', ...none },
    { vessel: 'LAD', agatston: 60.5, volumeMm3: 60, massMg: null },
    { vessel: 'LCX', ...none },
    { vessel: 'RCA', ...none },
  ],
  basis: ['slices every 3.00 mm'],
  warnings: ['gating not known'],
};
const MARKS: readonly NamedMark[] = [
  { label: 'M2', vessel: 'LAD' },
  { label: 'M5', vessel: 'RCA' },
];

describe('a calcium score as a measurement', () => {
  it('is carried by the first mark, with each vessel that has any, from which marks and by what rule', () => {
    const [first, second] = scoreResults(ANSWER, MARKS);
    expect(first).toEqual({
      values: [
        { name: 'Agatston score', value: 60.5, unit: '1' },
        { name: 'Agatston score LAD', value: 60.5, unit: '1' },
        { name: 'calcium volume score', value: 60, unit: 'mm3' },
      ],
      basis: 'group 1–99; slices every 3.00 mm; from M2 LAD, M5 RCA',
      warnings: ['gating not known'],
    });
    expect(second).toEqual({ values: [], basis: '', warnings: ['this spot is marked already'] });
    expect([first, second].map((one) => one && hasScore(one))).toEqual([true, false]);
    if (!first) throw new Error('no result');
    expect(measurementWords({ tool: 'calcium', text: 'LAD', result: first })).toBe(
      'Agatston score 60.5, Agatston score LAD 60.5, calcium volume score 60 mm³ (group 1–99; slices every 3.00 mm; from M2 LAD, M5 RCA)',
    );
  });

  it('has a mass only where it was calibrated, and no number where it was refused', () => {
    const massed = { ...ANSWER, total: { ...ANSWER.total, massMg: 14.5 } };
    expect(scoreResults(massed, MARKS)[0]?.values.at(-1)).toEqual({
      name: 'calcium mass score',
      value: 14.5,
      unit: 'mg',
    });
    const refused = scoreResults({ ok: false, reason: 'contrast' }, MARKS);
    expect(refused).toEqual(MARKS.map(() => ({ values: [], basis: '', warnings: [] })));
  });
});
