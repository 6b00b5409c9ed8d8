import { RadpeerScore } from '../model/review/score.ts';
import type { CountedEvent, ReviewFigures } from '../model/review/figures.ts';
import type { Dimension } from '../model/review/programme.ts';
import type { SourceReport } from '../model/review/source-report.ts';
import { funnelLimits, funnelPoint } from '../rules/statistics/funnel.ts';
import { kappa } from '../rules/statistics/kappa.ts';
import { timeToClose } from '../rules/statistics/quantiles.ts';
import { rateTable } from '../rules/statistics/rates.ts';
import type { Counted } from '../rules/statistics/rates.ts';
import { trend } from '../rules/statistics/trend.ts';
import type { ReviewProgress } from './states.ts';

/** What figures read of a review. Times in ms since 1970. */
export interface FigureCase {
  readonly report: Pick<SourceReport, Dimension | 'signedAt'>;
  readonly progress: ReviewProgress;
  readonly drawnAt: number;
  /** Null: it is not closed. */
  readonly closedAt: number | null;
  /** Nobody drew it: whoever followed the patient up met it. Such a case was picked with its outcome known. */
  readonly isMet: boolean;
}

const DIMENSIONS: readonly Dimension[] = ['author', 'modality', 'region', 'shift'];

/**
 * Figures over reviews of one programme: rates with their intervals, a funnel about the rate of all, the trend over months, agreement, and
 * times. What is fewer than `minimumN` is not shown, and nothing lets it be found.
 */
export function reviewFigures(cases: readonly FigureCase[], event: CountedEvent, minimumN: number): ReviewFigures {
  const settled = cases.filter(({ progress }) => isSettled(progress));
  const scored = settled.filter(({ progress }) => progress.score !== null);
  const tables = DIMENSIONS.map((dimension) => ({
    dimension,
    ...rateTable(
      counted(scored, event, ({ report }) => report[dimension]),
      minimumN,
    ),
  }));
  const months = counted(scored, event, ({ report }) => report.signedAt.slice(0, 7));
  const byMonth = rateTable(months, minimumN);
  const total = byMonth.total;
  const met = cases.filter(({ isMet }) => isMet).length;
  const skipped = cases.filter(({ progress }) => progress.state === 'skipped').length;
  return {
    ...{ event, minimumN, total },
    volume: {
      ...{
        drawn: cases.length - met,
        met,
        skipped,
        settled: settled.length,
        open: cases.length - skipped - settled.length,
      },
      early: cases.filter(({ progress }) => progress.unblindReason !== null).length,
    },
    by: tables.map(({ dimension, rows }) => ({ dimension, rows: [...rows] })),
    months: [...byMonth.rows],
    trend: total === null ? null : trend(months.map((month) => ({ ...month, score: monthNumber(month.key) }))),
    funnel: total === null ? null : funnelOf(tables[0]?.rows ?? [], total.rate),
    agreement: agreementOf(cases, minimumN),
    timeToClose: timeToClose(
      cases.flatMap(({ progress, drawnAt, closedAt }) =>
        progress.state === 'skipped' ? [] : [{ from: drawnAt, to: closedAt }],
      ),
      minimumN,
    ),
  };
}

export function isSettled({ state }: ReviewProgress): boolean {
  return state === 'agreed' || state === 'closed';
}

export function counted(
  cases: readonly FigureCase[],
  event: CountedEvent,
  keyOf: (one: FigureCase) => string,
): Counted[] {
  const groups = new Map<string, { cases: number; events: number }>();
  for (const one of cases) {
    const group = groups.get(keyOf(one)) ?? { cases: 0, events: 0 };
    group.cases += 1;
    if (isEvent(one.progress.score, event)) group.events += 1;
    groups.set(keyOf(one), group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function isEvent(score: RadpeerScore | null, event: CountedEvent): boolean {
  return event === 'any' ? score !== null && score !== '1' : score === '2b' || score === '3b';
}

/** Months since the year 0. */
function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
}

function funnelOf(
  rows: ReviewFigures['months'] | ReturnType<typeof rateTable>['rows'],
  target: number,
): ReviewFigures['funnel'] {
  const points = rows.flatMap(({ key, shown }) => {
    if (shown === null) return [];
    const { cases, rate, place } = funnelPoint(target, shown.events, shown.cases);
    return [{ key, cases, rate, place }];
  });
  if (points.length === 0) return null;
  const most = Math.max(...points.map(({ cases }) => cases));
  // From few to a little beyond the largest, 40 steps or fewer.
  const step = Math.max(1, Math.ceil((most * 1.1) / 40));
  const sizes = Array.from({ length: Math.ceil((most * 1.1) / step) }, (_, at) => (at + 1) * step);
  return { target, points, lines: sizes.map((cases) => ({ cases, ...funnelLimits(target, cases) })) };
}

function agreementOf(cases: readonly FigureCase[], minimumN: number): ReviewFigures['agreement'] {
  const scores = RadpeerScore.options;
  const table = scores.map(() => scores.map(() => 0));
  for (const { progress } of cases) {
    const [first, second] = [progress.scoring?.score ?? null, progress.opinions[0]?.opinion?.score ?? null];
    const row = first === null ? undefined : table[scores.indexOf(first)];
    if (row === undefined || second === null) continue;
    const at = scores.indexOf(second);
    row[at] = (row[at] ?? 0) + 1;
  }
  const found = kappa(table, 'quadratic');
  if (found === null || found.cases < minimumN) return null;
  return { cases: found.cases, kappa: found.kappa, low: found.low, high: found.high };
}
