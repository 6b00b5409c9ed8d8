import styles from './figures.module.css';

/** One line of a forest plot: a value, or the range that it lies in, with its interval. */
export interface ForestRow {
  readonly key: string;
  readonly label: string;
  /** Null: it is not shown, and `text` says why. */
  readonly shown: { readonly from: number; readonly to: number; readonly low: number; readonly high: number } | null;
  readonly text: string;
}

/** Values with intervals one below the other on one axis. Read by shape: a square is a value, a bar its range, a line its interval. */
export function Forest({
  rows,
  axis,
  tick,
  target = null,
}: {
  readonly rows: readonly ForestRow[];
  /** Both ends of the axis. */
  readonly axis: readonly [low: number, high: number];
  readonly tick: (value: number) => string;
  /** Drawn as a broken line down all rows; null: there is none. */
  readonly target?: number | null;
}) {
  const [start, end] = axis;
  const at = (value: number): string => `${(100 * (value - start)) / (end - start)}%`;
  return (
    <div className={styles['forest']}>
      {rows.map(({ key, label, shown, text }) => (
        <div key={key} className={styles['forestRow']}>
          <bdi>{label}</bdi>
          <svg className={styles['lane']}>
            {target === null ? null : (
              <line className={styles['target']} x1={at(target)} x2={at(target)} y1="0" y2="100%" />
            )}
            {shown === null ? null : (
              <>
                <line className={styles['interval']} x1={at(shown.low)} x2={at(shown.high)} y1="50%" y2="50%" />
                <line className={styles['interval']} x1={at(shown.low)} x2={at(shown.low)} y1="30%" y2="70%" />
                <line className={styles['interval']} x1={at(shown.high)} x2={at(shown.high)} y1="30%" y2="70%" />
                {shown.from === shown.to ? (
                  <svg x={at(shown.from)} y="50%" overflow="visible">
                    <rect className={styles['value']} x="-4" y="-4" width="8" height="8" />
                  </svg>
                ) : (
                  <line className={styles['range']} x1={at(shown.from)} x2={at(shown.to)} y1="50%" y2="50%" />
                )}
              </>
            )}
          </svg>
          <span className={styles['quiet']}>{text}</span>
        </div>
      ))}
      <div className={styles['forestRow']}>
        <span />
        <span className={styles['ends']}>
          {[start, (start + end) / 2, end].map((value) => (
            <span key={value}>{tick(value)}</span>
          ))}
        </span>
        <span />
      </div>
    </div>
  );
}
