import { describe, expect, it } from 'vitest';
import { lineRanges } from '../../../../../shared/review/sources/line-ranges.ts';
import { maybeSamePerson } from '../../../../../shared/review/sources/same-author.ts';

describe('two names of one person', () => {
  it.each([
    ['Ada Reader', 'Reader, Ada', true],
    ['Ada Reader', 'Dr. med. ADA READER', true],
    ['Ada Reader', 'READER^A', true],
    ['Ada M. Reader', 'Ada Reader', true],
    ['Müller, Jörg', 'MULLER, JORG', true],
    ['Ada', 'ada', true],
    ['Ada Reader', 'Ben Reader', false],
    ['Ada Reader', 'Reader', false],
    ['Ada Reader', 'A. B.', false],
    ['A. R.', 'A. R.', false],
    ['Ada Reader', '', false],
    ['Dr.', 'Dr.', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(maybeSamePerson(one, other)).toBe(same);
    expect(maybeSamePerson(other, one)).toBe(same);
  });
});

describe('lines', () => {
  it('are drawn together where they are neighbours', () => {
    expect(lineRanges([5, 2, 6, 7, 9, 9])).toBe('2, 5-7, 9');
    expect(lineRanges([])).toBe('');
  });
});
