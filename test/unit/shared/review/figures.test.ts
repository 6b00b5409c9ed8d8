import { describe, expect, it } from 'vitest';
import { ReviewFigures } from '../../../../shared/model/review/figures.ts';
import type { RadpeerScore } from '../../../../shared/model/review/score.ts';
import { reviewFigures } from '../../../../shared/review/figures.ts';
import type { FigureCase } from '../../../../shared/review/figures.ts';
import { firstProgress } from '../../../../shared/review/states.ts';
import type { ReviewProgress } from '../../../../shared/review/states.ts';
import { pseudonym, scoringOf } from './made-up.ts';

const AT_FIRST = firstProgress({ kind: 'radpeer', reviewer: pseudonym(8), author: pseudonym(9) });
const HOUR = 3_600_000;

const caseOf = (
  author: number,
  said: Partial<ReviewProgress>,
  report: Partial<FigureCase['report']> = {},
): FigureCase => ({
  report: {
    author: pseudonym(author),
    modality: 'CT',
    region: 'chest',
    shift: 'day',
    signedAt: '2026-10-05T08:00:00Z',
    ...report,
  },
  progress: { ...AT_FIRST, ...said },
  ...{ drawnAt: 0, closedAt: said.state === 'closed' ? HOUR * 10 : null, isMet: false },
});
const closed = (author: number, score: RadpeerScore, report: Partial<FigureCase['report']> = {}): FigureCase =>
  caseOf(author, { state: 'closed', scoring: scoringOf({ score }), score }, report);
const many = (count: number, make: (at: number) => FigureCase): FigureCase[] =>
  Array.from({ length: count }, (_, at) => make(at));

describe('figures of a programme', () => {
  it('counts, rates and compares what was settled with a score', () => {
    const cases = [
      ...many(100, (at) => closed(1, at < 30 ? '2a' : '1')),
      ...many(100, (at) => closed(2, at < 5 ? '3b' : '1', { modality: 'MR', signedAt: '2026-11-01T00:00:00Z' })),
      ...many(4, () => caseOf(1, { state: 'skipped', skipped: 'No pictures.' })),
      ...many(3, () => caseOf(1, { state: 'reading' })),
      caseOf(2, { state: 'revealed', blind: false, unblindReason: 'Told.' }),
    ];
    const figures = reviewFigures(cases, 'any', 10);
    expect(ReviewFigures.safeParse(figures).success).toBe(true);
    expect(figures.volume).toEqual({ drawn: 208, met: 0, skipped: 4, settled: 200, open: 4, early: 1 });
    expect(figures.total).toMatchObject({ cases: 200, events: 35, rate: 0.175 });
    expect(
      figures.by.find(({ dimension }) => dimension === 'modality')?.rows.map(({ key, shown }) => [key, shown?.rate]),
    ).toEqual([
      ['CT', 0.3],
      ['MR', 0.05],
    ]);
    expect(figures.months.map(({ key }) => key)).toEqual(['2026-10', '2026-11']);
    expect(figures.trend?.z).toBeLessThan(-4);
    expect(figures.funnel?.points.map(({ key, place }) => [key, place])).toEqual([
      [pseudonym(1), 'alarm-high'],
      [pseudonym(2), 'alarm-low'],
    ]);
    expect(figures.funnel?.lines.at(-1)?.cases).toBeGreaterThanOrEqual(100);
    expect(figures.timeToClose).toMatchObject({ closed: 200, open: 4, times: { median: 10 } });
    const significant = reviewFigures(cases, 'significant', 10);
    expect(significant.total).toMatchObject({ cases: 200, events: 5 });
  });

  it('shows nothing of too few, and nothing from which they could be found', () => {
    const cases = [
      ...many(4, () => closed(1, '3b')),
      ...many(30, () => closed(2, '1')),
      ...many(40, () => closed(3, '1')),
    ];
    const { by, total, funnel } = reviewFigures(cases, 'any', 10);
    expect(total?.cases).toBe(74);
    expect(by[0]?.rows.map(({ shown }) => shown?.cases ?? null)).toEqual([null, null, 40]);
    expect(funnel?.points.map(({ key }) => key)).toEqual([pseudonym(3)]);
    const few = reviewFigures(cases.slice(0, 4), 'any', 10);
    expect([few.total, few.trend, few.funnel, few.agreement, few.timeToClose.times]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(few.by.flatMap(({ rows }) => rows).every(({ shown }) => shown === null)).toBe(true);
  });

  it('compares the first score with the second opinion', () => {
    const opinion = (first: RadpeerScore, second: RadpeerScore): FigureCase =>
      caseOf(1, {
        ...{ state: 'agreed', scoring: scoringOf({ score: first }), score: first },
        opinions: [{ role: 'second', reader: pseudonym(3), opinion: { score: second, comment: 'Seen.' } }],
      });
    const alike = [...many(6, () => opinion('2b', '2b')), ...many(6, () => opinion('3b', '3b'))];
    expect(reviewFigures(alike, 'any', 10).agreement).toEqual({ cases: 12, kappa: 1, low: 1, high: 1 });
    const apart = [...alike, opinion('3b', '1'), opinion('2b', '1')];
    expect(reviewFigures(apart, 'any', 10).agreement?.kappa).toBeLessThan(1);
    expect(reviewFigures(apart, 'any', 15).agreement).toBeNull();
  });

  it('has no rates where nothing is scored', () => {
    const cases = many(20, () => caseOf(1, { state: 'closed', scoring: scoringOf({ score: null }), score: null }));
    expect(reviewFigures(cases, 'any', 10)).toMatchObject({
      total: null,
      volume: { settled: 20 },
      timeToClose: { closed: 20 },
    });
  });
});
