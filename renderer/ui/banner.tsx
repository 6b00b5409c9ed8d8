import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { classNames } from './class-names.ts';
import { toneClass, ToneMark } from './tone-mark.tsx';
import type { Tone } from './tone-mark.tsx';

/** A line that stays until its cause is gone: words and a shape, never colour alone. */
export function Banner({
  tone,
  children,
  actions,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className={classNames(styles['banner'], toneClass(tone))} role={tone === 'failed' ? 'alert' : 'status'}>
      <ToneMark tone={tone} />
      <div className={styles['words']}>{children}</div>
      {actions}
    </div>
  );
}
