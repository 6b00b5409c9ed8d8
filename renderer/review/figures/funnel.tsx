import type { ReactNode } from 'react';
import type { FunnelPlace } from '../../../shared/model/review/figures.ts';
import { axisEnd, percentText } from './figure-text.ts';
import styles from './figures.module.css';

export interface FunnelLine {
  readonly cases: number;
  readonly low95: number;
  readonly high95: number;
  readonly low998: number;
  readonly high998: number;
}

export interface FunnelMark {
  readonly key: string;
  readonly label: string;
  readonly cases: number;
  readonly rate: number;
  readonly place: FunnelPlace;
}

export const PLACE_WORDS: Readonly<Record<FunnelPlace, string>> = {
  within: 'within the limits',
  'warning-low': 'below the 95 % limit',
  'warning-high': 'above the 95 % limit',
  'alarm-low': 'below the 99.8 % limit',
  'alarm-high': 'above the 99.8 % limit',
};

/** Rates over numbers of cases between the limits of chance. A dot is within them, a diamond outside 95 %, a square outside 99.8 %, named. */
export function Funnel({
  lines,
  marks,
  target,
}: {
  readonly lines: readonly FunnelLine[];
  readonly marks: readonly FunnelMark[];
  /** Rate of all; null: it is known between bounds alone. */
  readonly target: number | null;
}) {
  const most = lines.at(-1)?.cases ?? 1;
  // The limits of very few cases reach to everything and would press all else to the ground.
  const settled = lines.filter(({ cases }) => cases >= most / 8);
  const end = axisEnd([...settled.map(({ high95 }) => high95), ...marks.map(({ rate }) => rate * 1.1)], 1);
  const x = (cases: number): number => (100 * cases) / most;
  const y = (rate: number): number => 100 - (100 * Math.min(rate, end)) / end;
  const path = (of: (line: FunnelLine) => number): string =>
    lines.map((line) => `${x(line.cases).toFixed(2)},${y(of(line)).toFixed(2)}`).join(' ');
  return (
    <div>
      <span className={styles['quiet']}>{percentText(end)}</span>
      <svg className={styles['funnel']}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">
          <polyline className={styles['limit95']} points={path(({ high95 }) => high95)} />
          <polyline className={styles['limit95']} points={path(({ low95 }) => low95)} />
          <polyline className={styles['limit998']} points={path(({ high998 }) => high998)} />
          <polyline className={styles['limit998']} points={path(({ low998 }) => low998)} />
        </svg>
        {target === null ? null : (
          <line className={styles['target']} x1="0" x2="100%" y1={`${y(target)}%`} y2={`${y(target)}%`} />
        )}
        {marks.map((mark) => (
          <svg key={mark.key} x={`${x(mark.cases)}%`} y={`${y(mark.rate)}%`} overflow="visible">
            <Mark {...mark} isRight={x(mark.cases) < 50} />
          </svg>
        ))}
      </svg>
      <span className={styles['ends']}>
        <span>0 cases</span>
        <span>{`${most} cases`}</span>
      </span>
      <p className={styles['legend']}>
        <Key>
          <line className={styles['limit95']} x1="0" x2="20" y1="6" y2="6" />
        </Key>
        95 % limits
        <Key>
          <line className={styles['limit998']} x1="0" x2="20" y1="6" y2="6" />
        </Key>
        99.8 % limits
        <Key>
          <circle className={styles['value']} cx="10" cy="6" r="4" />
        </Key>
        within
        <Key>
          <path className={styles['hollow']} d="M10 0 L16 6 L10 12 L4 6 Z" />
        </Key>
        outside 95 %
        <Key>
          <rect className={styles['value']} x="5" y="1" width="10" height="10" />
        </Key>
        outside 99.8 %
      </p>
    </div>
  );
}

function Key({ children }: { readonly children: ReactNode }) {
  return (
    <svg className={styles['key']} width="20" height="12">
      {children}
    </svg>
  );
}

function Mark({ place, label, isRight }: FunnelMark & { readonly isRight: boolean }) {
  if (place === 'within') return <circle className={styles['value']} r="4" />;
  const isAlarm = place === 'alarm-high' || place === 'alarm-low';
  return (
    <>
      {isAlarm ? (
        <rect className={styles['value']} x="-5" y="-5" width="10" height="10" />
      ) : (
        <path className={styles['hollow']} d="M0 -6 L6 0 L0 6 L-6 0 Z" />
      )}
      <text className={styles['label']} x={isRight ? 10 : -10} y="4" textAnchor={isRight ? 'start' : 'end'}>
        {label}
      </text>
    </>
  );
}
