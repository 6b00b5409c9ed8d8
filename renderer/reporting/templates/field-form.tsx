import { FieldFill } from '../../../shared/model/field-origin.ts';
import type { TemplateField } from '../../../shared/model/report.ts';
import { FILL_WORDS } from '../../../shared/report/field-fills.ts';
import { fieldProblem } from '../../../shared/report/field-problem.ts';
import { asKind, FIELD_KINDS, kindOf } from '../../../shared/report/template-edit.ts';
import type { FieldKind } from '../../../shared/report/template-edit.ts';
import { FormGroup, FormLine, SelectField, TextField } from '../../ui/index.ts';
import { ComputedForm } from './computed-form.tsx';
import type { FieldFormProps } from './computed-form.tsx';
import { TextArea } from './text-area.tsx';

const KINDS = Object.entries(FIELD_KINDS).map(([value, words]) => ({ value: value as FieldKind, words }));
const COMPLETIONS = [
  { value: 'NONE', words: 'May stay empty' },
  { value: 'ALERT', words: 'Asked about before signing (ALERT)' },
  { value: 'PROHIBIT', words: 'Must be filled in (PROHIBIT)' },
] as const;
const FILLS = [
  { value: '' as const, words: 'By the reader' },
  ...FieldFill.options.map((value) => ({ value, words: `${value.replaceAll('-', ' ')}, ${FILL_WORDS[value]}` })),
];

/** One field: what it is called, what can be entered, what signing asks of it, and who fills it. */
export function FieldForm({ template, field, calculators, onChange }: FieldFormProps) {
  const { fieldId, type, options } = field;
  const hasList = type === 'choice' || type === 'choices';
  const set = (next: Partial<TemplateField>, kind: string): void =>
    onChange((now) => ({ ...now, ...next }), `${kind} ${fieldId}`);
  return (
    <>
      <TextField
        label="Label"
        value={field.label}
        problem={field.label.trim() === '' ? 'A field has a label.' : null}
        onChange={(event) => set({ label: event.target.value }, 'label')}
      />
      <FormGroup title="What can be entered">
        <SelectField
          label="Kind"
          value={kindOf(field)}
          options={KINDS}
          onChange={(kind) => onChange((now) => asKind(now, kind), `kind ${fieldId}`)}
        />
        <SelectField
          label="Before signing"
          value={field.completion}
          options={COMPLETIONS}
          onChange={(completion) => set({ completion }, 'completion')}
        />
        {type === 'number' ? <NumberFields field={field} onChange={onChange} /> : null}
        {hasList ? (
          <FormLine>
            <TextArea
              label="Choices, one a line"
              rows={Math.min(10, Math.max(3, options.length + 1))}
              value={options.join('\n')}
              onChange={(text) => set({ options: optionsOf(text) }, 'options')}
            />
          </FormLine>
        ) : null}
        <TextField
          label="Begins with"
          value={field.initial ?? ''}
          problem={fieldProblem(field, field.initial ?? '') === null ? null : 'This cannot be entered here.'}
          onChange={(event) => {
            const initial = event.target.value;
            onChange((now) => {
              const { initial: _before, ...rest } = now;
              return initial === '' ? rest : { ...rest, initial };
            }, `initial ${fieldId}`);
          }}
        />
        <SelectField
          label="Filled in"
          value={field.fill ?? ''}
          options={FILLS}
          onChange={(fill) =>
            onChange((now) => {
              const { fill: _before, ...rest } = now;
              return fill === '' ? rest : { ...rest, fill };
            }, `fill ${fieldId}`)
          }
        />
      </FormGroup>
      <ComputedForm template={template} field={field} calculators={calculators} onChange={onChange} />
    </>
  );
}

/** An empty line is kept while it is typed in; a list of nothing is no list. */
function optionsOf(text: string): string[] {
  const lines = text.split('\n');
  const distinct = lines.filter((line, place) => lines.indexOf(line) === place);
  return distinct.length === 0 ? [''] : distinct;
}

function NumberFields({ field, onChange }: Pick<FieldFormProps, 'field' | 'onChange'>) {
  const edge = (which: 'min' | 'max', text: string): void =>
    onChange((now) => {
      const rest = { ...now };
      delete rest[which];
      const value = Number(text);
      return text.trim() === '' || !Number.isFinite(value) ? rest : { ...rest, [which]: value };
    }, `${which} ${field.fieldId}`);
  return (
    <>
      <TextField
        label="Unit"
        hint="UCUM, as mm, ml, %"
        value={field.unit ?? ''}
        onChange={(event) => {
          const unit = event.target.value.trim() === '' ? null : event.target.value.trim();
          onChange((now) => ({ ...now, unit }), `unit ${field.fieldId}`);
        }}
      />
      <TextField
        label="Least"
        inputMode="decimal"
        value={field.min ?? ''}
        onChange={(event) => edge('min', event.target.value)}
      />
      <TextField
        label="Greatest"
        inputMode="decimal"
        value={field.max ?? ''}
        onChange={(event) => edge('max', event.target.value)}
      />
    </>
  );
}
