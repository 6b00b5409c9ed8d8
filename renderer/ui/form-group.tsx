import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './form.module.css';

/** Fields that belong together, with what they are about. Short ones stand side by side where there is room. */
export function FormGroup({
  title,
  help,
  children,
}: {
  readonly title: string;
  readonly help?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <fieldset className={styles['group']}>
      <legend>{title}</legend>
      {help === undefined ? null : <p className={styles['help']}>{help}</p>}
      <div className={styles['fields']}>{children}</div>
    </fieldset>
  );
}

/** Takes the whole width of its group. */
export function FormLine({ children }: { readonly children: ReactNode }) {
  return <div className={styles['whole']}>{children}</div>;
}

/** Buttons of a form, side by side. */
export function FormActions({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return <div className={classNames(styles['actions'], className)}>{children}</div>;
}
