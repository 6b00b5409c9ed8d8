import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './managed-mark.module.css';

/** Beside a control that is off because a site has set what it would change: a lock, and who set it. One mark everywhere. */
export function ManagedMark({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  return (
    <span {...(id === undefined ? {} : { id })} className={styles['managed']}>
      <LockKeyhole size={12} aria-hidden />
      {children}
    </span>
  );
}
