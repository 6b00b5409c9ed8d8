import type { ReviewFigures, ShownRate } from '../../../shared/model/review/figures.ts';
import { tooFewWords } from '../../../shared/review/figures-csv.ts';
import { Columns } from './columns.tsx';
import type { Column } from './columns.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { axisEnd, hoursText, percentText, rateText } from './figure-text.ts';
import styles from './figures.module.css';
import { Forest } from './forest.tsx';
import type { ForestRow } from './forest.tsx';

export interface NamedRate {
  readonly key: string;
  readonly label: string;
  readonly shown: ShownRate;
}

const RATE_COLUMNS = ['', 'Cases', 'Counted', 'Rate', '95 % from', 'to'] as const;

function rateCells(label: string, shown: ShownRate, minimumN: number): readonly string[] {
  if (shown === null) return [label, tooFewWords(minimumN), '', '', '', ''];
  const { cases, events, rate, low, high } = shown;
  return [label, String(cases), String(events), percentText(rate), percentText(low), percentText(high)];
}

/** Rates of groups one below the other, and of all together. */
export function RateFigure({
  title,
  of,
  rows,
  total,
  minimumN,
  onCsv,
}: {
  readonly title: string;
  /** Heading of the first column of the table. */
  readonly of: string;
  readonly rows: readonly NamedRate[];
  readonly total: ShownRate;
  readonly minimumN: number;
  readonly onCsv?: () => void;
}) {
  const all = [...rows, { key: 'all', label: 'All', shown: total }];
  const end = axisEnd(
    all.flatMap(({ shown }) => (shown === null ? [] : [shown.high])),
    1,
  );
  const hidden = rows.filter(({ shown }) => shown === null).length;
  return (
    <FigureFrame
      title={title}
      summary={total === null ? tooFewWords(minimumN) : `all ${rateText(total)}`}
      table={{
        columns: [of, ...RATE_COLUMNS.slice(1)],
        rows: all.map(({ label, shown }) => rateCells(label, shown, minimumN)),
      }}
      {...(onCsv === undefined ? {} : { onCsv })}
      {...(hidden > 1 && total !== null
        ? { note: 'Beside a group that is too few the next one is kept back too: else it were found by subtraction.' }
        : {})}
    >
      <Forest
        axis={[0, end]}
        tick={percentText}
        target={total?.rate ?? null}
        rows={all.map(({ key, label, shown }): ForestRow => ({
          ...{ key, label, text: shown === null ? tooFewWords(minimumN) : `${shown.events} of ${shown.cases}` },
          shown: shown === null ? null : { from: shown.rate, to: shown.rate, low: shown.low, high: shown.high },
        }))}
      />
    </FigureFrame>
  );
}

/** Rates month by month. @param words what the test for a trend says; null: it says nothing */
export function MonthsFigure({
  months,
  words,
  minimumN,
  onCsv,
}: {
  readonly months: readonly Column[];
  readonly words: string | null;
  readonly minimumN: number;
  readonly onCsv?: () => void;
}) {
  return (
    <FigureFrame
      title="By month of the report"
      summary={words ?? 'no trend can be tested'}
      table={{
        columns: ['Month', ...RATE_COLUMNS.slice(1)],
        rows: months.map(({ key, shown }) => rateCells(key, shown, minimumN)),
      }}
      {...(months.some(({ shown }) => shown === null) ? { note: `A cross: ${tooFewWords(minimumN)}.` } : {})}
      {...(onCsv === undefined ? {} : { onCsv })}
    >
      <Columns columns={months} />
    </FigureFrame>
  );
}

export function trendWords(trend: ReviewFigures['trend']): string | null {
  if (trend === null) return null;
  const p = trend.p < 0.001 ? 'p < 0.001' : `p = ${trend.p.toFixed(3)}`;
  if (trend.p >= 0.05) return `no trend that chance would not make (${p})`;
  return `${trend.z > 0 ? 'rising' : 'falling'} (${p})`;
}

const VOLUME_WORDS: Readonly<Record<keyof ReviewFigures['volume'], string>> = {
  drawn: 'Drawn',
  met: 'Met while following up',
  settled: 'Settled',
  open: 'Under way',
  skipped: 'Skipped',
  early: 'Report shown early',
};

/** How many cases there were, as bars. */
export function VolumeFigure({
  volume,
  onCsv,
}: {
  readonly volume: ReviewFigures['volume'];
  readonly onCsv: () => void;
}) {
  const all = volume.drawn + volume.met;
  const rows = (Object.keys(VOLUME_WORDS) as (keyof ReviewFigures['volume'])[]).map((key) => ({
    ...{ key, label: VOLUME_WORDS[key], count: volume[key] },
  }));
  return (
    <FigureFrame
      title="Volume"
      summary={`${volume.settled} of ${all} cases settled`}
      table={{ columns: ['', 'Cases'], rows: rows.map(({ label, count }) => [label, String(count)]) }}
      onCsv={onCsv}
    >
      <div className={styles['forest']}>
        {rows.map(({ key, label, count }) => (
          <div key={key} className={styles['forestRow']}>
            <span>{label}</span>
            <svg className={styles['lane']}>
              <rect className={styles['bar']} y="25%" height="50%" width={`${(100 * count) / Math.max(1, all)}%`} />
            </svg>
            <span className={styles['quiet']}>{count}</span>
          </div>
        ))}
      </div>
    </FigureFrame>
  );
}

/** From the draw to the close. */
export function TimesFigure({
  times: { closed, open, times },
  minimumN,
  onCsv,
}: {
  readonly times: ReviewFigures['timeToClose'];
  readonly minimumN: number;
  readonly onCsv: () => void;
}) {
  const rows =
    times === null
      ? []
      : [
          ['A quarter within', times.quarter],
          ['Half within', times.median],
          ['Three quarters within', times.threeQuarters],
          ['Nine of ten within', times.most],
        ].map(([label, hours]) => ({ label: String(label), hours: Number(hours) }));
  const end = axisEnd(rows.map(({ hours }) => hours));
  return (
    <FigureFrame
      title="From draw to close"
      summary={times === null ? tooFewWords(minimumN) : `half within ${hoursText(times.median)}, ${closed} closed`}
      table={{
        columns: ['', 'Time'],
        rows:
          times === null
            ? [['Time to close', tooFewWords(minimumN)]]
            : rows.map(({ label, hours }) => [label, hoursText(hours)]),
      }}
      onCsv={onCsv}
      {...(open > 0 ? { note: `${open} still open: they will have taken longer.` } : {})}
    >
      <div className={styles['forest']}>
        {rows.map(({ label, hours }) => (
          <div key={label} className={styles['forestRow']}>
            <span>{label}</span>
            <svg className={styles['lane']}>
              <rect className={styles['bar']} y="25%" height="50%" width={`${(100 * hours) / end}%`} />
            </svg>
            <span className={styles['quiet']}>{hoursText(hours)}</span>
          </div>
        ))}
      </div>
    </FigureFrame>
  );
}

/** First score against the second opinion. */
export function AgreementFigure({
  agreement,
  minimumN,
  onCsv,
}: {
  readonly agreement: ReviewFigures['agreement'];
  readonly minimumN: number;
  readonly onCsv: () => void;
}) {
  const number = (value: number): string => value.toFixed(2);
  const text =
    agreement === null
      ? `${tooFewWords(minimumN)} with a second opinion, or all scored alike`
      : `${number(agreement.kappa)} (${number(agreement.low)} to ${number(agreement.high)}), ${agreement.cases} cases`;
  return (
    <FigureFrame
      title="Agreement of first score and second opinion (weighted kappa)"
      summary={text}
      table={{
        columns: ['', 'Kappa', '95 % from', 'to', 'Cases'],
        rows: [
          agreement === null
            ? ['First and second', tooFewWords(minimumN), '', '', '']
            : [
                'First and second',
                ...[agreement.kappa, agreement.low, agreement.high].map(number),
                String(agreement.cases),
              ],
        ],
      }}
      note="Of cases that were arbitrated, which were not drawn by lot: 0 is chance, 1 is always alike."
      onCsv={onCsv}
    >
      <Forest
        axis={[-1, 1]}
        tick={(value) => String(value)}
        target={0}
        rows={[
          {
            ...{
              key: 'kappa',
              label: 'Kappa',
              text: agreement === null ? tooFewWords(minimumN) : number(agreement.kappa),
            },
            shown:
              agreement === null
                ? null
                : { from: agreement.kappa, to: agreement.kappa, low: agreement.low, high: agreement.high },
          },
        ]}
      />
    </FigureFrame>
  );
}
