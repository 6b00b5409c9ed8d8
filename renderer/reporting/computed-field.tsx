import { useId } from 'react';
import type { ChangedValue, FieldOrigin } from '../../shared/model/field-origin.ts';
import type { TemplateField } from '../../shared/model/report.ts';
import { Button } from '../ui/index.ts';
import styles from './draft-view.module.css';
import { FieldLabel, Input } from './field-input.tsx';

type Computed = Extract<FieldOrigin, { kind: 'computed' }>;

/** A category that follows from other fields: its value or what is missing, by which rule, and what the reader says instead. */
export function ComputedField({
  field,
  value,
  origin,
  onChanged,
  onFocus,
}: {
  readonly field: TemplateField;
  readonly value: string;
  readonly origin: Computed;
  /** Null: the rule counts again. */
  readonly onChanged: (changed: ChangedValue | null) => void;
  readonly onFocus: () => void;
}) {
  const id = useId();
  const { rule, changed } = origin;
  return (
    <div className={`${styles['field'] ?? ''} ${styles['wideField'] ?? ''}`}>
      <FieldLabel id={id} field={field} />
      <span className={styles[changed ? 'changedValue' : 'fieldValue']}>
        {changed ? (
          <>
            <Input
              id={id}
              field={field}
              value={value}
              onFocus={onFocus}
              onChange={(text) => onChanged({ ...changed, value: text })}
            />
            <input
              type="text"
              className={styles['input']}
              aria-label={`Reason for changing ${field.label}`}
              aria-invalid={changed.reason.trim() === '' || undefined}
              placeholder="Reason"
              value={changed.reason}
              onFocus={onFocus}
              onChange={(event) => onChanged({ ...changed, reason: event.target.value })}
            />
            <Button tone="quiet" onClick={() => onChanged(null)}>
              By the rule
            </Button>
          </>
        ) : (
          <>
            <output id={id} className={styles['category']} data-state={value === '' ? 'needs' : 'known'}>
              {value === '' ? '—' : value}
            </output>
            <Button tone="quiet" onClick={() => onChanged({ value, reason: '' })}>
              Change …
            </Button>
          </>
        )}
      </span>
      <span className={styles['fieldNote']}>
        {[
          changed ? `The rule gives ${origin.value === '' ? 'none' : origin.value}` : null,
          origin.why === '' ? null : origin.why,
          `${rule.title} ${rule.version}, ${rule.date}`,
          rule.source,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </div>
  );
}
