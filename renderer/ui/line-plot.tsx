import type { ReactNode } from 'react';
import styles from './line-plot.module.css';

export interface PlotPoint {
  /** Milliseconds since 1970, or whatever else runs from left to right. */
  readonly at: number;
  readonly value: number;
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
}

const WIDTH = 240;
const HEIGHT = 56;
/** Rows of the table behind a plot. */
const MOST_ROWS = 13;

/** Values over time as one line from zero, and the same as a table behind it. Nothing where there are not two points. */
export function LinePlot({ title, summary, points, atText, valueText, valueName, atName = 'Time' }: LinePlotProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return null;
  const most = Math.max(...points.map(({ value }) => value));
  const path = points
    .map(({ at, value }) => {
      const x = ((at - first.at) / (last.at - first.at)) * WIDTH;
      return `${x.toFixed(1)},${(HEIGHT - (most === 0 ? 0 : value / most) * HEIGHT).toFixed(1)}`;
    })
    .join(' ');
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['caption']}>
        <bdi>{title}</bdi>
        {summary === undefined ? null : <span className={styles['quiet']}>{summary}</span>}
      </figcaption>
      <div aria-hidden="true">
        <span className={styles['most']}>{valueText(most)}</span>
        <svg className={styles['plot']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          <polygon points={`0,${HEIGHT} ${path} ${WIDTH},${HEIGHT}`} />
          <polyline points={path} />
        </svg>
        <span className={styles['ends']}>
          <span>{atText(first.at)}</span>
          <span>{atText(last.at)}</span>
        </span>
      </div>
      <details className={styles['details']}>
        <summary>As a table</summary>
        <table className={styles['table']} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{atName}</th>
              <th scope="col">{valueName}</th>
            </tr>
          </thead>
          <tbody>
            {spread(points).map(({ at, value }) => (
              <tr key={at}>
                <th scope="row">{atText(at)}</th>
                <td>{valueText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** So many of them, evenly, the first and the last among them. */
function spread(points: readonly PlotPoint[]): readonly PlotPoint[] {
  if (points.length <= MOST_ROWS) return points;
  return Array.from({ length: MOST_ROWS }, (_, row) =>
    Math.round((row * (points.length - 1)) / (MOST_ROWS - 1)),
  ).flatMap((place) => points[place] ?? []);
}
