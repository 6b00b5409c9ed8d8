import type { CalculatorFile } from '../../../shared/calculators/calculator-file.ts';
import type { ComputedInput } from '../../../shared/model/field-origin.ts';
import type { ReportTemplate, TemplateField } from '../../../shared/model/report.ts';
import { FormGroup, SelectField } from '../../ui/index.ts';
import { TextArea } from './text-area.tsx';

/** A field of a template, and how it is changed: `kind` names steps that are undone as one. */
export interface FieldFormProps {
  readonly template: ReportTemplate;
  readonly field: TemplateField;
  readonly calculators: readonly CalculatorFile[];
  readonly onChange: (change: (field: TemplateField) => TemplateField, kind: string) => void;
}

const NOT = { value: '', words: 'Entered by the reader' } as const;

/** By which rule a field is computed, and which fields give its inputs. */
export function ComputedForm({ template, field, calculators, onChange }: FieldFormProps) {
  const { computed, fieldId } = field;
  const file = calculators.find(({ id }) => id === computed?.calculator);
  const others = template.sections
    .flatMap(({ fields }) => fields)
    .filter((one) => one.fieldId !== fieldId)
    .map((one) => ({ value: one.fieldId, words: one.label }));
  const choose = (calculator: string): void =>
    onChange((now) => {
      const { computed: _before, ...rest } = now;
      const output = calculators.find(({ id }) => id === calculator)?.outputs[0]?.id;
      return output === undefined ? rest : { ...rest, computed: { calculator, output, inputs: [] } };
    }, `computed ${fieldId}`);
  const give = (input: string, next: ComputedInput | null): void =>
    onChange((now) => {
      if (!now.computed) return now;
      const kept = now.computed.inputs.filter((one) => one.input !== input);
      return { ...now, computed: { ...now.computed, inputs: next === null ? kept : [...kept, next] } };
    }, `input ${input} ${fieldId}`);
  return (
    <FormGroup
      title="Computed by a rule"
      help={file ? `${file.title} ${file.version}, ${file.date}. ${file.source}. ${file.limits.join(' ')}` : undefined}
    >
      <SelectField
        label="Value"
        value={computed?.calculator ?? ''}
        options={[NOT, ...calculators.map(({ id, title, version }) => ({ value: id, words: `${title} ${version}` }))]}
        onChange={choose}
      />
      {file && computed ? (
        <>
          <SelectField
            label="Result"
            value={computed.output}
            options={file.outputs.map(({ id, label }) => ({ value: id, words: label }))}
            onChange={(output) =>
              onChange(
                (now) => (now.computed ? { ...now, computed: { ...now.computed, output } } : now),
                `output ${fieldId}`,
              )
            }
          />
          {file.inputs.map((input) => {
            const given = computed.inputs.find((one) => one.input === input.id);
            const unit = input.kind === 'number' && input.unit !== '1' ? `, ${input.unit}` : '';
            return (
              <div key={input.id}>
                <SelectField
                  label={`${input.label}${unit}`}
                  value={given?.field ?? ''}
                  options={[{ value: '', words: 'No field says it' }, ...others]}
                  onChange={(chosen) => give(input.id, chosen === '' ? null : { input: input.id, field: chosen })}
                />
                {given && input.kind !== 'number' ? (
                  <TextArea
                    label={`Words for: ${input.label}`}
                    rows={2}
                    value={(given.words ?? []).map(({ word, is }) => `${word} = ${saidOf(is)}`).join('\n')}
                    hint={input.kind === 'choice' ? input.options.map(({ value }) => value).join(', ') : 'yes, no'}
                    onChange={(text) => {
                      const { words: _before, ...rest } = given;
                      const words = wordsOf(text, input.kind === 'yes-no');
                      give(input.id, words.length === 0 ? rest : { ...rest, words });
                    }}
                  />
                ) : null}
              </div>
            );
          })}
        </>
      ) : null}
    </FormGroup>
  );
}

function saidOf(is: string | boolean): string {
  return typeof is === 'string' ? is : is ? 'yes' : 'no';
}

/** "Present = yes", one a line. A line that is not finished means nothing yet, and stays. */
function wordsOf(text: string, isYesNo: boolean): NonNullable<ComputedInput['words']> {
  if (text.trim() === '') return [];
  return text.split('\n').map((line) => {
    const at = line.indexOf(' = ');
    const word = at < 0 ? line : line.slice(0, at);
    const said = at < 0 ? '' : line.slice(at + 3);
    const is = isYesNo && said === 'yes' ? true : isYesNo && said === 'no' ? false : said;
    return { word, is };
  });
}
