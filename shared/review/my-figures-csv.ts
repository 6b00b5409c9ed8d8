import { MyFigurePlot } from '../model/review/my-figures.ts';
import type { MyProgrammeFigures } from '../model/review/my-figures.ts';
import { figureText, rateLine, rounded } from './figures-csv.ts';
import type { FigureLine } from './figures-csv.ts';
import { tooFewWords } from './figures-csv.ts';

/** The table behind one plot of a reader's own figures, or behind all: of the others bounds alone, of what was learned only how many. */
export function myFiguresCsv(mine: MyProgrammeFigures, plots: readonly MyFigurePlot[] = MyFigurePlot.options): string {
  return figureText(plots.flatMap((plot) => linesOf(mine, plot)));
}

function linesOf(mine: MyProgrammeFigures, plot: MyFigurePlot): readonly FigureLine[] {
  const { total, minimumN } = mine;
  switch (plot) {
    case 'beside':
      return [rateLine(plot, 'you', total, minimumN), othersLine(mine)];
    case 'funnel':
      return funnelLines(mine);
    case 'modality':
    case 'region':
    case 'shift': {
      const rows = mine.by.find(({ dimension }) => dimension === plot)?.rows ?? [];
      return [
        ...rows.map(({ key, shown }) => rateLine(plot, key, shown, minimumN)),
        rateLine(plot, 'all', total, minimumN),
      ];
    }
    case 'months':
      return mine.months.map(({ key, shown }) => rateLine(plot, key, shown, minimumN));
    case 'lessons':
      return mine.lessons
        .toReversed()
        .map(({ at }, n) => [plot, at.slice(0, 10), 'added up', n + 1, null, null, null, null, '']);
  }
}

/** Null in place of an exact rate: only bounds of the others are told. */
function othersLine({ group, minimumN }: MyProgrammeFigures): FigureLine {
  if (group === null) {
    const few = `${tooFewWords(minimumN)}, or of fewer than three readers`;
    return ['beside', 'the others', 'rate', null, null, null, null, null, few];
  }
  const { least, most, cases, low, high, until } = group;
  const isExact = least === most;
  const note = `${isExact ? '' : `counted: ${least} to ${most}; `}until the end of ${until}`;
  return [
    ...(['beside', 'the others', 'rate', isExact ? rounded(least / cases) : null] as const),
    ...[rounded(low), rounded(high), cases, isExact ? least : null, note],
  ];
}

function funnelLines({ total, funnel, minimumN }: MyProgrammeFigures): readonly FigureLine[] {
  if (total === null || funnel === null) {
    return [['funnel', 'you', 'rate', null, null, null, null, null, tooFewWords(minimumN)]];
  }
  return [
    ['funnel', 'you', 'rate', rounded(total.rate), null, null, total.cases, total.events, funnel.place],
    ...funnel.lines.flatMap(({ cases, low95, high95, low998, high998 }): FigureLine[] => [
      ['funnel', 'limits', '95 %', null, rounded(low95), rounded(high95), cases, null, ''],
      ['funnel', 'limits', '99.8 %', null, rounded(low998), rounded(high998), cases, null, ''],
    ]),
  ];
}
