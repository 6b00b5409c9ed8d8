import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './templates.module.css';

/** Text of several lines with its label above it. */
export function TextArea({
  label,
  value,
  rows = 3,
  hint,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly rows?: number;
  readonly hint?: ReactNode;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles['area']}>
      <label htmlFor={id}>{label}</label>
      <textarea id={id} rows={rows} value={value} onChange={(event) => onChange(event.target.value)} />
      {hint === undefined ? null : <span className={styles['note']}>{hint}</span>}
    </div>
  );
}
