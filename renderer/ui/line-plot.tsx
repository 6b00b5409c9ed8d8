import type { ReactNode } from 'react';
import styles from './line-plot.module.css';

export interface PlotPoint {
  /** Milliseconds since 1970, or whatever else runs from left to right. */
  readonly at: number;
  /** Null: there is none; the line is broken there. */
  readonly value: number | null;
  /** Drawn as a band of so much above and below the value. */
  readonly spread?: number | null;
}

export interface LinePlotProps {
  /** What is drawn, with its unit: heads the plot, and its table. */
  readonly title: string;
  /** In words, what the drawing comes to. */
  readonly summary?: ReactNode;
  readonly points: readonly PlotPoint[];
  readonly atText: (at: number) => string;
  readonly valueText: (value: number) => string;
  /** Heading of the first column of the table: "Time" where it is left out. */
  readonly atName?: string;
  /** Heading of the second column of the table. */
  readonly valueName: string;
  /** Heading of a third column, with the spread; absent: none. */
  readonly spreadName?: string;
  /** The plot reaches down to zero, or to the lowest value: where zero means nothing, or values lie below it. */
  readonly from?: 'zero' | 'lowest';
  /** The table has every point, not a choice of them. */
  readonly allRows?: boolean;
  /** Drawn as a broken line across, within the reach of the plot; null or absent: nobody promised one. */
  readonly target?: number | null;
}

const WIDTH = 240;
const HEIGHT = 56;
/** Rows of the table behind a plot. */
const MOST_ROWS = 13;

/** Values over time as one line, and the same as a table behind it. Nothing where there are not two points. */
export function LinePlot({ title, summary, atText, valueText, from = 'zero', target = null, ...rest }: LinePlotProps) {
  const { points } = rest;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return null;
  const [low, high] = reach(points, from, target);
  const place = placer(first.at, last.at, low, high);
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['caption']}>
        <bdi>{title}</bdi>
        {summary === undefined ? null : <span className={styles['quiet']}>{summary}</span>}
      </figcaption>
      <div aria-hidden="true">
        <span className={styles['most']}>{valueText(high)}</span>
        <svg className={styles['plot']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          {runsOf(points).map((run) => (
            <Run key={run[0]?.at} run={run} place={place} filled={from === 'zero'} />
          ))}
          {target === null ? null : (
            <polyline className={styles['target']} points={`${place(first.at, target)} ${place(last.at, target)}`} />
          )}
        </svg>
        {from === 'zero' ? null : <span className={styles['least']}>{valueText(low)}</span>}
        <span className={styles['ends']}>
          <span>{atText(first.at)}</span>
          <span>{atText(last.at)}</span>
        </span>
      </div>
      <PlotTable title={title} atText={atText} valueText={valueText} {...rest} />
    </figure>
  );
}

type Valued = PlotPoint & { readonly value: number };
type Place = (at: number, value: number) => string;

/** Points that follow each other without a break, drawn together. */
function Run({
  run,
  place,
  filled,
}: {
  readonly run: readonly Valued[];
  readonly place: Place;
  readonly filled: boolean;
}) {
  const line = run.map(({ at, value }) => place(at, value)).join(' ');
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return null;
  const band = [
    ...run.map(({ at, value, spread }) => place(at, value + (spread ?? 0))),
    ...run.toReversed().map(({ at, value, spread }) => place(at, value - (spread ?? 0))),
  ].join(' ');
  return (
    <>
      <polygon points={filled ? `${place(first.at, 0)} ${line} ${place(last.at, 0)}` : band} />
      <polyline points={first === last ? `${line} ${line}` : line} />
    </>
  );
}

type TableProps = Omit<LinePlotProps, 'summary' | 'from' | 'target'>;

function PlotTable({ title, points, atText, valueText, atName = 'Time', valueName, spreadName, allRows }: TableProps) {
  const text = (value: number | null | undefined): string => (typeof value === 'number' ? valueText(value) : '—');
  return (
    <details className={styles['details']}>
      <summary>As a table</summary>
      <table className={styles['table']} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{atName}</th>
            <th scope="col">{valueName}</th>
            {spreadName === undefined ? null : <th scope="col">{spreadName}</th>}
          </tr>
        </thead>
        <tbody>
          {(allRows === true ? points : spreadOut(points)).map(({ at, value, spread }) => (
            <tr key={at}>
              <th scope="row">{atText(at)}</th>
              <td>{text(value)}</td>
              {spreadName === undefined ? null : <td>{text(spread)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Lowest and highest value that the plot shows: a target that no value comes near is there to be seen too. */
function reach(
  points: readonly PlotPoint[],
  from: 'zero' | 'lowest',
  target: number | null,
): readonly [low: number, high: number] {
  const values = points.flatMap(({ value, spread }) =>
    value === null ? [] : [value - (spread ?? 0), value + (spread ?? 0)],
  );
  if (target !== null) values.push(target);
  const high = Math.max(...values);
  return from === 'zero' ? [0, high] : [Math.min(...values), high];
}

function placer(first: number, last: number, low: number, high: number): Place {
  return (at, value) => {
    const x = ((at - first) / (last - first)) * WIDTH;
    const share = high === low ? (low === 0 ? 0 : 0.5) : (value - low) / (high - low);
    return `${x.toFixed(1)},${(HEIGHT - share * HEIGHT).toFixed(1)}`;
  };
}

function runsOf(points: readonly PlotPoint[]): readonly (readonly Valued[])[] {
  const runs: Valued[][] = [[]];
  for (const { value, ...point } of points) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ ...point, value });
  }
  return runs.filter((run) => run.length > 0);
}

/** So many of them, evenly, the first and the last among them. */
function spreadOut(points: readonly PlotPoint[]): readonly PlotPoint[] {
  if (points.length <= MOST_ROWS) return points;
  return Array.from({ length: MOST_ROWS }, (_, row) =>
    Math.round((row * (points.length - 1)) / (MOST_ROWS - 1)),
  ).flatMap((place) => points[place] ?? []);
}
