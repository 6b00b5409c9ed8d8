import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RadpeerScore } from '../../../../shared/model/review/score.ts';
import {
  checkScoring,
  needsArbitration,
  needsComment,
  readOldScore,
  readScore,
} from '../../../../shared/review/radpeer.ts';
import { scoringOf } from './made-up.ts';

const badScore = expect.objectContaining({ code: 'review/bad-score' }) as Error;

describe('RADPEER scores', () => {
  it.each(RadpeerScore.options)('takes %s', (score) => {
    expect(readScore(score)).toBe(score);
  });

  it.each(['1a', '1b', '2', '3', '4', '4a', '4b', '2A', ' 2a', '2a ', '2c', '0', '5', '', '１'])(
    'refuses %j',
    (text) => {
      expect(() => readScore(text)).toThrow(badScore);
    },
  );

  it('takes nothing else, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), (text) => {
        const isLegal = (RadpeerScore.options as readonly string[]).includes(text);
        if (isLegal) expect(readScore(text)).toBe(text);
        else expect(() => readScore(text)).toThrow(badScore);
      }),
    );
  });

  it('sends 2b, 3a and 3b to arbitration, with a comment', () => {
    expect(RadpeerScore.options.filter(needsArbitration)).toEqual(['2b', '3a', '3b']);
    expect(RadpeerScore.options.filter(needsComment)).toEqual(['2b', '3a', '3b']);
    expect(needsArbitration(null)).toBe(false);
  });
});

describe('scores of the scale of 2009', () => {
  it.each([
    ['1', null, '1', false],
    ['2', 'a', '2a', false],
    ['2B', null, '2b', false],
    ['3', 'B', '3b', false],
    ['4', 'a', '3a', true],
    ['4b', null, '3b', true],
    ['4b', 'b', '3b', true],
  ])('%s with %s is %s, once a 4: %s', (text, letter, score, legacy4) => {
    expect(readOldScore(text, letter)).toEqual({ score, legacy4 });
  });

  it.each([
    ['4', null],
    ['3', ''],
    ['2', null],
    ['1', 'b'],
    ['1a', null],
    ['4a', 'b'],
    ['5', 'a'],
    ['', 'a'],
    ['4', 'c'],
  ])('refuses %j with %j', (text, letter) => {
    expect(() => readOldScore(text, letter)).toThrow(badScore);
  });
});

describe('what is said with a score', () => {
  it.each([
    ['radpeer', scoringOf({ score: '2a' }), null],
    ['radpeer', scoringOf({ score: '2b' }), 'review/comment-missing'],
    ['radpeer', scoringOf({ score: '3a', comment: '  ' }), 'review/comment-missing'],
    ['radpeer', scoringOf({ score: '3b', comment: 'Missed.' }), null],
    ['radpeer', scoringOf({ score: null }), 'review/bad-score'],
    ['radpeer', scoringOf({ score: '2a', legacy4: true }), 'review/bad-score'],
    ['radpeer', scoringOf({ score: '3a', legacy4: true, comment: 'Old.' }), null],
    ['prior-while-reading', scoringOf({ score: '3b' }), 'review/comment-missing'],
    ['peer-learning', scoringOf({ score: null, learningPoint: 'Look at the apex.' }), null],
    ['peer-learning', scoringOf({ score: '1' }), 'review/score-not-wanted'],
  ] as const)('%s: %o gives %s', (kind, said, code) => {
    const check = (): void => checkScoring(kind, said);
    if (code === null) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code }) as Error);
  });
});
