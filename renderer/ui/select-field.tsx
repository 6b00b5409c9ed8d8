import { useId } from 'react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './form.module.css';

/** One of a few, with its label above it. */
export function SelectField<T extends string>({
  label,
  value,
  options,
  onChange,
  hint,
  problem,
  disabled = false,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly words: string }[];
  readonly onChange: (value: T) => void;
  readonly hint?: ReactNode;
  readonly problem?: string | null;
  readonly disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          const chosen = options.find((one) => one.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.words}
          </option>
        ))}
      </select>
      <div id={`${id}-note`} className={classNames(styles['note'], problem ? styles['problem'] : null)}>
        {problem ? <span role="alert">{problem}</span> : hint}
      </div>
    </div>
  );
}
