import { useId } from 'react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './form.module.css';

/** Yes or no, with its words beside the box. */
export function CheckField({
  label,
  checked,
  onChange,
  hint,
  problem,
  disabled = false,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: ReactNode;
  readonly problem?: string | null;
  readonly disabled?: boolean;
}) {
  const id = useId();
  const note = problem ? <span role="alert">{problem}</span> : hint;
  return (
    <div className={classNames(styles['check'], styles['whole'])}>
      <label>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-invalid={problem ? true : undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {note === undefined ? null : (
        <div id={`${id}-note`} className={classNames(styles['note'], problem ? styles['problem'] : null)}>
          {note}
        </div>
      )}
    </div>
  );
}
