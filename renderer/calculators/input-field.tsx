import type { CalculatorInput } from '../../shared/calculators/calculator-file.ts';
import { valuesFor } from '../../shared/calculators/fill.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { formatNumber, unitText } from '../../shared/rules/format.ts';
import { Button, SelectField, TextField } from '../ui/index.ts';
import styles from './calculator-dialog.module.css';

const NOT_SAID = { value: '', words: 'not said' } as const;

/** One input: a number with its unit, or a choice. Nothing is chosen before the reader does. */
export function InputField({
  input,
  value,
  problem,
  measurement,
  onChange,
}: {
  readonly input: CalculatorInput;
  readonly value: string;
  readonly problem: string | null;
  readonly measurement: Measurement | null;
  readonly onChange: (value: string) => void;
}) {
  switch (input.kind) {
    case 'number': {
      const unit = unitText(input.unit);
      const offers = measurement ? valuesFor(input, measurement.result.values) : [];
      return (
        <div className={styles['number']}>
          <TextField
            label={unit === '' ? input.label : `${input.label}, ${unit}`}
            inputMode="decimal"
            value={value}
            problem={problem}
            onChange={(event) => onChange(event.target.value)}
          />
          {offers.map((offer) => {
            const text = formatNumber(offer.value, input.unit, input.digits);
            return (
              <Button key={offer.name} onClick={() => onChange(text)}>
                {`M${measurement?.ordinal ?? ''} ${offer.name}: ${text}`}
              </Button>
            );
          })}
        </div>
      );
    }
    case 'choice':
    case 'yes-no':
      return (
        <SelectField
          label={input.label}
          value={value}
          problem={problem}
          options={[NOT_SAID, ...optionsOf(input)]}
          onChange={onChange}
        />
      );
  }
}

type Choice = Exclude<CalculatorInput, { kind: 'number' }>;

function optionsOf(input: Choice): readonly { readonly value: string; readonly words: string }[] {
  if (input.kind === 'choice') return input.options.map(({ value, label }) => ({ value, words: label }));
  return [
    { value: 'yes', words: 'Yes' },
    { value: 'no', words: 'No' },
  ];
}
