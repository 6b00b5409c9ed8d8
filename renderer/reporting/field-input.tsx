import { useId } from 'react';
import type { FieldOrigin } from '../../shared/model/field-origin.ts';
import type { TemplateField } from '../../shared/model/report.ts';
import { FILL_WORDS } from '../../shared/report/field-fills.ts';
import { CHOICES_JOINED, fieldProblem } from '../../shared/report/field-problem.ts';
import { isChecked } from '../../shared/report/rendered-sections.ts';
import { classNames } from '../ui/index.ts';
import type { ReportLinks } from './links.ts';
import { MeasuredNumber } from './measured-number.tsx';
import type { MeasuredOrigin } from './measured-number.tsx';
import styles from './draft-view.module.css';

interface InputProps {
  readonly id: string;
  readonly field: TemplateField;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onFocus: () => void;
}

/** One field of a template, and where its value came from when the station put it there. */
export function FieldInput({
  field,
  value,
  origin,
  links,
  onChange,
  onMeasured,
  onFocus,
}: Omit<InputProps, 'id'> & {
  readonly origin: FieldOrigin | undefined;
  /** The pictures that a number may be measured on; absent: none are there. */
  readonly links?: ReportLinks;
  readonly onMeasured?: (origin: MeasuredOrigin) => void;
}) {
  const id = useId();
  const isWide = field.look === 'lines';
  return (
    <div className={classNames(styles['field'], isWide ? styles['wideField'] : undefined)}>
      <FieldLabel id={id} field={field} />
      <span className={styles['fieldValue']}>
        <Input id={id} field={field} value={value} onChange={onChange} onFocus={onFocus} />
        {field.unit === null ? null : <span className={styles['unit']}>{field.unit}</span>}
      </span>
      {links && onMeasured && field.type === 'number' ? (
        <MeasuredNumber {...{ field, value, origin, links, onMeasured }} />
      ) : null}
      {origin?.kind === 'filled' && origin.value !== '' ? (
        <span className={styles['fieldNote']}>
          {origin.value === value
            ? `Filled in ${FILL_WORDS[origin.what]}`
            : `Changed; ${FILL_WORDS[origin.what]}: ${origin.value}`}
        </span>
      ) : null}
    </div>
  );
}

export function FieldLabel({ id, field }: { readonly id: string; readonly field: TemplateField }) {
  const isMust = field.completion === 'PROHIBIT';
  return (
    <label htmlFor={id} className={styles['fieldLabel']}>
      {field.label}
      {field.completion === 'NONE' ? null : (
        <span className={styles['wanted']} title={isMust ? 'Must be filled in' : 'Asked for'}>
          {isMust ? ' *' : ' ◦'}
        </span>
      )}
    </label>
  );
}

/** The control of a field by its type. */
export function Input(props: InputProps) {
  const { id, field, value, onChange, onFocus } = props;
  if (field.type === 'choices') return <Choices {...props} />;
  if (field.type === 'choice' && field.open !== true) return <Choice {...props} />;
  if (field.type === 'check') {
    return (
      <input
        id={id}
        type="checkbox"
        checked={isChecked(value)}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.checked ? 'true' : '')}
      />
    );
  }
  if (field.look === 'lines') {
    return (
      <textarea
        id={id}
        className={classNames(styles['input'], styles['lines'])}
        rows={Math.min(8, Math.max(2, value.split('\n').length))}
        value={value}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return <Line {...props} />;
}

/** A line of text; of an open list with its words offered, of a date or a time with how it is written. */
function Line({ id, field, value, onChange, onFocus }: InputProps) {
  const hint = { date: 'yyyy-mm-dd', time: 'hh:mm' }[field.type as string];
  const isOpen = field.type === 'choice';
  return (
    <>
      <input
        id={id}
        type="text"
        className={styles['input']}
        inputMode={field.type === 'number' ? 'decimal' : 'text'}
        value={value}
        placeholder={hint}
        {...(isOpen ? { list: `${id}-words` } : {})}
        aria-invalid={fieldProblem(field, value) !== null || undefined}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.value)}
      />
      {isOpen ? (
        <datalist id={`${id}-words`}>
          {field.options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

function Choice({ id, field, value, onChange, onFocus }: InputProps) {
  return (
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
  );
}

function Choices({ id, field, value, onChange, onFocus }: InputProps) {
  return (
    <select
      id={id}
      multiple
      size={Math.min(4, field.options.length)}
      className={classNames(styles['input'], styles['lines'])}
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
  );
}
