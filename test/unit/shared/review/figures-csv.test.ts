import { describe, expect, it } from 'vitest';
import { csvText } from '../../../../shared/lib/csv.ts';
import { figuresCsv, readerCode } from '../../../../shared/review/figures-csv.ts';
import { reviewFigures } from '../../../../shared/review/figures.ts';
import type { FigureCase } from '../../../../shared/review/figures.ts';
import { firstProgress } from '../../../../shared/review/states.ts';
import { pseudonym, scoringOf } from './made-up.ts';

const AT_FIRST = firstProgress({ kind: 'radpeer', reviewer: pseudonym(8), author: pseudonym(9) });
const CASES: readonly FigureCase[] = Array.from({ length: 63 }, (_, at) => {
  const score = at % 5 === 0 ? '2a' : '1';
  return {
    report: {
      ...{ author: pseudonym(at < 60 ? 1 + (at % 3) : 7), modality: at % 2 === 0 ? 'CT' : 'MR', region: 'chest' },
      ...{ shift: 'day', signedAt: '2026-10-05T08:00:00Z' },
    },
    progress: { ...AT_FIRST, state: 'closed', scoring: scoringOf({ score }), score },
    ...{ drawnAt: 0, closedAt: 3_600_000 * at, isMet: false },
  };
});

describe('the tables behind the plots, as CSV', () => {
  const figures = reviewFigures(CASES, 'any', 10);

  it('says what is shown and that the rest is too few, never a zero', () => {
    const lines = figuresCsv(figures, ['author']).trimEnd().split('\r\n');
    expect(lines[0]).toBe('figure,key,measure,value,low,high,cases,events,note');
    const few = lines.find((line) => line.startsWith(`author,${readerCode(pseudonym(7))},`));
    expect(few).toBe(`author,${readerCode(pseudonym(7))},rate,,,,,,fewer than 10 cases`);
    expect(lines.find((line) => line.startsWith('author,all,'))).toMatch(
      /^author,all,rate,0\.2063,0\.\d+,0\.\d+,63,13,$/,
    );
    expect(lines.at(-1)).toMatch(/^notice,.*Confidential peer review document/);
    for (const [none] of [['agreement']] as const) {
      expect(figuresCsv(figures, [none])).toContain('agreement,,kappa,,,,,,fewer than 10 cases');
    }
  });

  it('has nine fields in every line of every plot, and no whole pseudonym', () => {
    const all = figuresCsv(figures);
    for (const line of all.trimEnd().split('\r\n').slice(0, -1)) expect(line.split(','), line).toHaveLength(9);
    for (const number of [1, 2, 3, 7]) expect(all).not.toContain(pseudonym(number));
    for (const name of ['author', 'funnel', 'months', 'volume', 'times']) expect(all).toContain(`\r\n${name},`);
  });
});

describe('a CSV of ours', () => {
  it('keeps what a spreadsheet would take for a formula as text, and numbers as they are', () => {
    const cells = ['=1+1', '+1', '-1', '@x', '\tx', 'a,b', 'a"b', 'a\nb', null, -0.5, 3];
    expect(csvText([cells])).toBe(`'=1+1,'+1,'-1,'@x,'\tx,"a,b","a""b","a\nb",,-0.5,3\r\n`);
  });
});
