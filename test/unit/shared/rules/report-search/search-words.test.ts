import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexedText, matchExpression, readable } from '../../../../../shared/rules/report-search/search-words.ts';

describe('what is typed', () => {
  it.each([
    ['nodule', '"nodule" *'],
    ['right upp', '"right" * AND "upp" *'],
    ['"ground glass" nodule', '"ground glass" AND "nodule" *'],
    ['nodule -stable', '("nodule" *) NOT ("stable" *)'],
    ['nodule -"no change" -old', '("nodule" *) NOT ("no change" OR "old" *)'],
    ['5-mm', '"5 mm" *'],
    ['右肺', '"右 肺" *'],
    ['AND OR NOT NEAR', '"AND" * AND "OR" * AND "NOT" * AND "NEAR" *'],
    ['"never closed', '"never closed"'],
  ])('%s is asked for as %s', (typed, asked) => {
    expect(matchExpression(typed)).toBe(asked);
  });

  it.each(['', '   ', '-', '-nodule', '"', '***', '()'])('asks for nothing with %j', (typed) => {
    expect(matchExpression(typed)).toBeNull();
  });

  it('is never an operator', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (typed) => {
        const asked = matchExpression(typed);
        expect(asked === null || /^[("]/.test(asked)).toBe(true);
        expect((asked?.split('"').length ?? 1) % 2).toBe(1);
      }),
    );
  });
});

describe('signs without blanks between them', () => {
  it('are words of their own in the index, and read as they were', () => {
    expect(indexedText('右肺 5 mm')).toBe('右 肺 5 mm');
    expect(readable(indexedText('結節を認める。Nodule'))).toBe('結節を認める 。Nodule');
  });
});
