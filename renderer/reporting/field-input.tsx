import { useId } from 'react';
import type { TemplateField } from '../../shared/model/report.ts';
import { CHOICES_JOINED, fieldProblem } from '../../shared/report/field-problem.ts';
import { isChecked } from '../../shared/report/rendered-sections.ts';
import styles from './draft-view.module.css';

/** One field of a template: choice, number, check or a line of text. */
export function FieldInput({
  field,
  value,
  onChange,
  onFocus,
}: {
  readonly field: TemplateField;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onFocus: () => void;
}) {
  const id = useId();
  const isBad = fieldProblem(field, value) !== null;
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['fieldLabel']}>
        {field.label}
        {field.completion === 'NONE' ? null : (
          <span
            className={styles['wanted']}
            title={field.completion === 'PROHIBIT' ? 'Must be filled in' : 'Asked for'}
          >
            {field.completion === 'PROHIBIT' ? ' *' : ' ◦'}
          </span>
        )}
      </label>
      <span className={styles['fieldValue']}>
        {field.type === 'choices' ? (
          <select
            id={id}
            multiple
            size={Math.min(4, field.options.length)}
            className={styles['input']}
            value={value === '' ? [] : value.split(CHOICES_JOINED)}
            onFocus={onFocus}
            onChange={(event) =>
              onChange([...event.target.selectedOptions].map((option) => option.value).join(CHOICES_JOINED))
            }
          >
            {field.options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        ) : field.type === 'choice' && field.open !== true ? (
          <select
            id={id}
            className={styles['input']}
            value={value}
            onFocus={onFocus}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="">—</option>
            {field.options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        ) : field.type === 'check' ? (
          <input
            id={id}
            type="checkbox"
            checked={isChecked(value)}
            onFocus={onFocus}
            onChange={(event) => onChange(event.target.checked ? 'true' : '')}
          />
        ) : (
          <input
            id={id}
            type="text"
            className={styles['input']}
            inputMode={field.type === 'number' ? 'decimal' : 'text'}
            value={value}
            aria-invalid={isBad || undefined}
            onFocus={onFocus}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
        {field.unit === null ? null : <span className={styles['unit']}>{field.unit}</span>}
      </span>
    </div>
  );
}
