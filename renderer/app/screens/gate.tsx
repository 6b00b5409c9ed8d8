import type { ReactNode } from 'react';
import styles from './gate.module.css';

/** The frame of every screen before the worklist: one column in the middle of a dark window. */
export function Gate({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles['gate']}>
      <section className={styles['card']} aria-labelledby="gate-title">
        <p className={styles['name']}>Nightjar</p>
        <h1 id="gate-title">{title}</h1>
        {children}
      </section>
    </div>
  );
}

/** A paragraph in quiet colour. */
export function GateNote({ children }: { readonly children: ReactNode }) {
  return <p className={styles['note']}>{children}</p>;
}

/** Buttons at the foot. */
export function GateActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles['actions']}>{children}</div>;
}
