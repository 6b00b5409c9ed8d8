import { describe, expect, it } from 'vitest';
import { listedState, standingReports } from '../../../../shared/report/standing.ts';
import type { LineReport } from '../../../../shared/report/standing.ts';

type Told = readonly [string, LineReport['state'], (string | null)?];
const reports = (told: readonly Told[]): LineReport[] =>
  told.map(([reportId, state, predecessor = null]) => ({ reportId, state, predecessor }));

const FINAL: Told = ['a', 'final'];
const ADDED: Told = ['b', 'addendum', 'a'];

describe('what counts of the reports of a study', () => {
  it.each<readonly [string, readonly Told[], string, string]>([
    ['nothing', [], '', 'none'],
    ['a draft', [['a', 'draft']], 'a', 'draft'],
    [
      'a preliminary taken up',
      [
        ['a', 'preliminary'],
        ['b', 'final', 'a'],
      ],
      'b',
      'final',
    ],
    ['an addendum beside its report', [FINAL, ADDED], 'a b', 'addended'],
    ['a correction', [FINAL, ['c', 'corrected', 'a']], 'c', 'corrected'],
    ['a corrected addendum', [FINAL, ADDED, ['c', 'corrected', 'b']], 'a c', 'corrected'],
    ['a draft of a correction', [FINAL, ['c', 'draft', 'a']], 'a c', 'final'],
    ['a line withdrawn', [FINAL, ADDED, ['w', 'withdrawn', 'b']], '', 'withdrawn'],
    ['a new report beside one', [FINAL, ['w', 'withdrawn', 'a'], ['n', 'final']], 'n', 'final'],
    ['a draft beside one', [FINAL, ['w', 'withdrawn', 'a'], ['n', 'draft']], 'n', 'draft'],
  ])('%s', (_what, told, standing, listed) => {
    const all = reports(told);
    expect(
      standingReports(all)
        .map(({ reportId }) => reportId)
        .join(' '),
    ).toBe(standing);
    expect(listedState(all)).toBe(listed);
  });
});
