import type { ShownRate } from '../../../shared/model/review/figures.ts';
import { axisEnd, percentText } from './figure-text.ts';
import styles from './figures.module.css';

export interface Column {
  readonly key: string;
  readonly shown: ShownRate;
}

/** Rates from left to right in time, each with its interval; a month that is not shown is a gap with a cross at the foot. */
export function Columns({ columns }: { readonly columns: readonly Column[] }) {
  const end = axisEnd(
    columns.flatMap(({ shown }) => (shown === null ? [] : [shown.high])),
    1,
  );
  const x = (at: number): string => `${(100 * (at + 0.5)) / columns.length}%`;
  const y = (rate: number): string => `${100 - (100 * rate) / end}%`;
  return (
    <div>
      <span className={styles['quiet']}>{percentText(end)}</span>
      <svg className={styles['columns']}>
        {columns.map(({ key, shown }, at) => {
          const before = columns[at - 1]?.shown;
          if (shown === null) {
            return (
              <svg key={key} x={x(at)} y="100%" overflow="visible">
                <path className={styles['hollow']} d="M-4 -10 L4 -2 M4 -10 L-4 -2" />
              </svg>
            );
          }
          return (
            <g key={key}>
              {before ? (
                <line className={styles['between']} x1={x(at - 1)} y1={y(before.rate)} x2={x(at)} y2={y(shown.rate)} />
              ) : null}
              <line className={styles['interval']} x1={x(at)} x2={x(at)} y1={y(shown.low)} y2={y(shown.high)} />
              <svg x={x(at)} y={y(shown.rate)} overflow="visible">
                <rect className={styles['value']} x="-4" y="-4" width="8" height="8" />
              </svg>
            </g>
          );
        })}
      </svg>
      <span className={styles['months']} style={{ gridTemplateColumns: `repeat(${columns.length}, 1fr)` }}>
        {columns.map(({ key }) => (
          <span key={key}>{key}</span>
        ))}
      </span>
    </div>
  );
}
