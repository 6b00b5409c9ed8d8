import { describe, expect, it } from 'vitest';
import type { FollowUp } from '../../../../shared/model/follow-up.ts';
import { fitsFollowUp, followUpState } from '../../../../shared/rules/follow-up/fits.ts';

const wanted = (
  kinds: FollowUp['recommendation']['kinds'],
  words: string,
  dueFrom: string | null = '2027-05-23',
): Pick<FollowUp, 'recommendation' | 'dueFrom'> => ({
  recommendation: { kinds, interval: null, strength: 'recommended', words },
  dueFrom,
});
const REPORTED = { date: '2026-11-23', said: 'CHEST CT chest' };
const came = (date: string, modality: string, said: string) => ({ date, modalities: [modality], said });

describe('whether a study is what was recommended', () => {
  it.each([
    ['the same part, in time', wanted(['CT'], 'CT in 6 months'), came('2027-05-30', 'CT', 'CHEST'), true],
    ['a little early', wanted(['CT'], 'CT in 6 months'), came('2027-04-20', 'CT', 'CHEST'), true],
    ['of the next week', wanted(['CT'], 'CT in 6 months'), came('2026-12-01', 'CT', 'CHEST'), false],
    ['of another part', wanted(['CT'], 'CT in 6 months'), came('2027-05-30', 'CT', 'HEAD'), false],
    ['the part that the words name', wanted(['MR'], 'MRI of the liver'), came('2027-05-30', 'MR', 'ABDOMEN'), true],
    ['of a part that nobody says', wanted(['CT'], 'CT in 6 months'), came('2027-05-30', 'CT', ''), true],
    ['of another kind', wanted(['CT'], 'CT in 6 months'), came('2027-05-30', 'MR', 'CHEST'), false],
    ['any imaging', wanted(['imaging'], 'Follow-up'), came('2027-05-30', 'DX', 'CHEST'), true],
    ['a biopsy that no study proves', wanted(['biopsy'], 'Biopsy', null), came('2027-05-30', 'CT', 'CHEST'), false],
    ['the study itself', wanted(['CT'], 'CT', null), came('2026-11-23', 'CT', 'CHEST'), false],
    ['the next day, where no time was said', wanted(['CT'], 'CT', null), came('2026-11-24', 'CT', 'CHEST'), true],
  ])('%s', (_, followUp, study, expected) => {
    expect(fitsFollowUp(followUp, REPORTED, study)).toBe(expected);
  });

  it('is overdue from the day after the last one', () => {
    const open = { ended: null, dueTo: '2027-05-23' };
    expect(followUpState(open, false, '2027-05-23')).toBe('open');
    expect(followUpState(open, false, '2027-05-24')).toBe('overdue');
    expect(followUpState(open, true, '2027-05-24')).toBe('done');
    expect(followUpState({ ended: null, dueTo: null }, false, '2099-01-01')).toBe('open');
  });
});
