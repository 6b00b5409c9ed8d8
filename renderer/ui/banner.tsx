import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { classNames } from './class-names.ts';

const MARKS = { warning: '▲', failed: '■', note: '●', ok: '✓' } as const;

/** A line that stays until its cause is gone: words and a shape, never colour alone. */
export function Banner({
  tone,
  children,
  actions,
}: {
  readonly tone: keyof typeof MARKS;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className={classNames(styles['banner'], styles[tone])} role={tone === 'failed' ? 'alert' : 'status'}>
      <span className={styles['mark']} aria-hidden="true">
        {MARKS[tone]}
      </span>
      <div className={styles['words']}>{children}</div>
      {actions}
    </div>
  );
}
