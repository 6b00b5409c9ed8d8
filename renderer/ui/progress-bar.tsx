import type { ReactNode } from 'react';
import styles from './progress-bar.module.css';
import { bytesText, durationText } from './progress-text.ts';
import { Button } from './button.tsx';
import { Parted } from './parted.tsx';

export interface ProgressBarProps {
  /** What is being done, as the name of the bar. */
  readonly label: string;
  readonly done: number;
  /** Null while it is still being counted. */
  readonly total: number | null;
  readonly doneBytes?: number;
  readonly totalBytes?: number | null;
  /** Bytes a second. */
  readonly rate?: number | null;
  /** Seconds. */
  readonly timeLeft?: number | null;
  readonly onCancel?: () => void;
  /** What else can be done with it; stands beside Cancel. */
  readonly actions?: ReactNode;
}

/** Long work: done of total, bytes, rate, time left, cancel. Its height never changes. */
export function ProgressBar({ label, done, total, onCancel, actions, ...pace }: ProgressBarProps) {
  const share = total === null || total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div className={styles['progress']}>
      <div className={styles['head']}>
        <Parted text={label} />
        <span className={styles['count']}>
          {done} / {total ?? '…'}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
        className={styles['track']}
      >
        <div className={styles['fill']} style={{ width: `${(share * 100).toFixed(1)}%` }} />
      </div>
      <div className={styles['foot']}>
        <span>{paceText(pace)}</span>
        <span className={styles['actions']}>
          {actions}
          {onCancel ? (
            <Button tone="quiet" onClick={onCancel} aria-label={`Cancel: ${label}`}>
              Cancel
            </Button>
          ) : null}
        </span>
      </div>
    </div>
  );
}

function paceText({
  doneBytes,
  totalBytes,
  rate,
  timeLeft,
}: Pick<ProgressBarProps, 'doneBytes' | 'totalBytes' | 'rate' | 'timeLeft'>): string {
  return [
    doneBytes === undefined ? null : `${bytesText(doneBytes)}${totalBytes ? ` of ${bytesText(totalBytes)}` : ''}`,
    rate ? `${bytesText(rate)}/s` : null,
    timeLeft === null || timeLeft === undefined ? null : `${durationText(timeLeft)} left`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
