import { useMemo } from 'react';
import { Calculator } from '../../shared/calculators/calculator.ts';
import type { CalculatorFile } from '../../shared/calculators/calculator-file.ts';
import { outcomeLack, outcomeValue } from '../../shared/calculators/result-words.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { readEntries } from './entries.ts';
import type { Entries } from './entries.ts';
import { InputField } from './input-field.tsx';
import styles from './calculator-dialog.module.css';

/** The fields of one calculator, and what follows from them at every key. The rule, its date and its limits stand beside it. */
export function CalculatorForm({
  file,
  entries,
  measurement,
  onChange,
}: {
  readonly file: CalculatorFile;
  readonly entries: Entries;
  readonly measurement: Measurement | null;
  readonly onChange: (entries: Entries) => void;
}) {
  const calculator = useMemo(() => new Calculator(file), [file]);
  const { given, problems } = readEntries(file, entries);
  const outcomes = calculator.run(given);
  return (
    <div className={styles['form']}>
      <div className={styles['inputs']}>
        {file.inputs.map((input) => (
          <InputField
            key={input.id}
            input={input}
            value={entries[input.id] ?? ''}
            problem={problems[input.id] ?? null}
            measurement={measurement}
            onChange={(value) => onChange({ ...entries, [input.id]: value })}
          />
        ))}
      </div>
      <dl className={styles['results']} aria-live="polite" aria-label="Result">
        {outcomes.map((outcome) => {
          const value = outcomeValue(outcome, file);
          return (
            <div key={outcome.id} data-state={outcome.state}>
              <dt>{outcome.label}</dt>
              <dd>
                {value === null ? (
                  <span className={styles['quiet']}>{outcomeLack(outcome, file)}</span>
                ) : (
                  <strong>{value}</strong>
                )}
                {outcome.state === 'known' && outcome.because !== null ? (
                  <span className={styles['because']}>{outcome.because}</span>
                ) : null}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className={styles['source']}>
        <p>
          {file.source}. Version {file.version === file.date ? file.version : `${file.version}, ${file.date}`}.
        </p>
        {file.limits.length === 0 ? null : (
          <ul aria-label="Limits">
            {file.limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
