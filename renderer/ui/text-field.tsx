import { useId } from 'react';
import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  /** Shown under the field; its line is kept so that nothing moves when it appears. */
  readonly hint?: ReactNode;
  /** What is wrong, in words. Takes the place of the hint. */
  readonly problem?: string | null;
  readonly ref?: Ref<HTMLInputElement>;
}

/** One line of text with its label above it. */
export function TextField({ label, hint, problem, className, type = 'text', ...rest }: TextFieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={classNames(styles['field'], className)}>
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        type={type}
        className={styles['input']}
        aria-invalid={problem ? true : undefined}
        aria-describedby={noteId}
      />
      <div id={noteId} className={classNames(styles['note'], problem ? styles['problem'] : null)}>
        {problem ? <span role="alert">{problem}</span> : hint}
      </div>
    </div>
  );
}
