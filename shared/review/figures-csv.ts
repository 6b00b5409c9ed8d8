import { csvText } from '../lib/csv.ts';
import type { ReaderPseudonym } from '../model/ids.ts';
import { FigurePlot } from '../model/review/figures.ts';
import type { ReviewFigures, ShownRate } from '../model/review/figures.ts';
import { PRIVILEGE_BANNER } from './export.ts';

/** "READER-7K2M4P": six of the random letters of a pseudonym. Whose it is cannot be told from it. */
export function readerCode(reader: ReaderPseudonym | string): string {
  return `READER-${reader.slice(0, 6).toUpperCase()}`;
}

/** In place of what is not shown, wherever it stands. */
export function tooFewWords(minimumN: number): string {
  return `fewer than ${minimumN} cases`;
}

const COLUMNS = ['figure', 'key', 'measure', 'value', 'low', 'high', 'cases', 'events', 'note'] as const;
/** One line in the order of `COLUMNS`. */
export type FigureLine = readonly [string, string, string, ...(number | string | null)[]];

/** The table behind one plot, or behind all of them: RFC 4180, one shape for all, of readers only codes. */
export function figuresCsv(figures: ReviewFigures, plots: readonly FigurePlot[] = FigurePlot.options): string {
  return figureText(plots.flatMap((plot) => linesOf(figures, plot)));
}

/** Lines with the heading above them, and what they are under them. */
export function figureText(lines: readonly FigureLine[]): string {
  return csvText([COLUMNS, ...lines, ['notice', '', '', null, null, null, null, null, PRIVILEGE_BANNER]]);
}

export function rateLine(plot: string, key: string, shown: ShownRate, minimumN: number): FigureLine {
  return shown === null
    ? [plot, key, 'rate', null, null, null, null, null, tooFewWords(minimumN)]
    : [plot, key, 'rate', ...[shown.rate, shown.low, shown.high].map(rounded), shown.cases, shown.events, ''];
}

function linesOf(figures: ReviewFigures, plot: FigurePlot): readonly FigureLine[] {
  const rate = (key: string, shown: ShownRate): FigureLine => rateLine(plot, key, shown, figures.minimumN);
  const none = (measure: string): FigureLine => [
    ...([plot, '', measure, null, null, null, null, null, tooFewWords(figures.minimumN)] as const),
  ];
  switch (plot) {
    case 'author':
    case 'modality':
    case 'region':
    case 'shift': {
      const rows = figures.by.find(({ dimension }) => dimension === plot)?.rows ?? [];
      const named = rows.map(({ key, shown }) => rate(plot === 'author' ? readerCode(key) : key, shown));
      return [...named, rate('all', figures.total)];
    }
    case 'funnel':
      return figures.funnel === null ? [none('rate')] : funnelLines(figures.funnel);
    case 'months': {
      const { trend } = figures;
      const tested: FigureLine[] =
        trend === null
          ? []
          : [
              [plot, 'trend', 'z', rounded(trend.z), null, null, null, null, 'Cochran-Armitage'],
              [plot, 'trend', 'p', rounded(trend.p), null, null, null, null, 'two-sided'],
            ];
      return [...figures.months.map(({ key, shown }) => rate(key, shown)), ...tested];
    }
    case 'agreement': {
      const { agreement } = figures;
      if (agreement === null) return [none('kappa')];
      const values = [agreement.kappa, agreement.low, agreement.high].map(rounded);
      return [[plot, '', 'kappa', ...values, agreement.cases, null, 'quadratic weights, cases with a second opinion']];
    }
    case 'volume':
      return Object.entries(figures.volume).map(([key, count]) => [
        ...([plot, key, 'cases', count, null, null, null, null, ''] as const),
      ]);
    case 'times': {
      const { closed, open, times } = figures.timeToClose;
      const counts: FigureLine[] = [
        [plot, 'closed', 'cases', closed, null, null, null, null, ''],
        [plot, 'open', 'cases', open, null, null, null, null, ''],
      ];
      if (times === null) return [...counts, none('hours')];
      return [
        ...counts,
        ...Object.entries(times).map(([key, hours]): FigureLine => [
          ...([plot, key, 'hours', rounded(hours), null, null, null, null, ''] as const),
        ]),
      ];
    }
  }
}

function funnelLines({ target, points, lines }: NonNullable<ReviewFigures['funnel']>): readonly FigureLine[] {
  const value = rounded(target);
  return [
    ...points.map(({ key, cases, rate, place }): FigureLine => [
      ...(['funnel', readerCode(key), 'rate', rounded(rate), null, null, cases, null, place] as const),
    ]),
    ...lines.flatMap(({ cases, low95, high95, low998, high998 }): FigureLine[] => [
      ['funnel', 'limits', '95 %', value, rounded(low95), rounded(high95), cases, null, ''],
      ['funnel', 'limits', '99.8 %', value, rounded(low998), rounded(high998), cases, null, ''],
    ]),
  ];
}

/** Four places: a rate of a hundredth of a per cent, a time of a third of a second. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
