import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** Says what is not there, and what to do next. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className={styles['empty']}>
      <h2 className={styles['title']}>{title}</h2>
      {children}
      {actions ? <div className={styles['actions']}>{actions}</div> : null}
    </div>
  );
}
