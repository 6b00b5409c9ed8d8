import { useState } from 'react';
import { Calculator } from '../../shared/calculators/calculator.ts';
import type { CalculatorFile } from '../../shared/calculators/calculator-file.ts';
import { reportSentence } from '../../shared/calculators/result-words.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useFirst } from '../app/use-first.ts';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog, FailureLine, SelectField } from '../ui/index.ts';
import { CalculatorForm } from './calculator-form.tsx';
import { readEntries } from './entries.ts';
import type { Entries } from './entries.ts';
import styles from './calculator-dialog.module.css';

/**
 * Lexicons and small calculators beside the report.
 * @param measurement offered for the numbers that it fits
 * @param onInsert null where no draft is open: the result is shown only
 */
export function CalculatorDialog({
  measurement,
  onInsert,
  onClose,
}: {
  readonly measurement: Measurement | null;
  readonly onInsert: ((sentence: string) => void) | null;
  readonly onClose: () => void;
}) {
  const { files, said } = useCalculators();
  const [chosen, setChosen] = useState('');
  const [entries, setEntries] = useState<Entries>({});
  const file = files.find(({ id }) => id === chosen) ?? null;
  const sentence = file ? reportSentence(file, new Calculator(file).run(readEntries(file, entries).given)) : null;
  return (
    <Dialog
      title="Calculators"
      open
      width="wide"
      onClose={onClose}
      actions={
        <>
          {onInsert === null ? null : (
            <Button
              tone="primary"
              disabled={sentence === null}
              onClick={() => {
                if (sentence === null) return;
                onInsert(sentence);
                onClose();
              }}
            >
              Insert into the report
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <FailureLine said={said} />
      <div className={styles['choose']} data-autofocus="" tabIndex={-1}>
        <SelectField
          label="Calculator"
          value={chosen}
          options={[{ value: '', words: 'choose' }, ...files.map(({ id, title }) => ({ value: id, words: title }))]}
          onChange={(id) => {
            setChosen(id);
            setEntries({});
          }}
        />
      </div>
      {file === null ? (
        <p className={styles['quiet']}>Choose a calculator. Nothing is sent anywhere.</p>
      ) : (
        <CalculatorForm file={file} entries={entries} measurement={measurement} onChange={setEntries} />
      )}
      {sentence === null ? null : (
        <p className={styles['sentence']} aria-label="For the report">
          {sentence}
        </p>
      )}
    </Dialog>
  );
}

/** The rule files of this program. */
function useCalculators(): {
  readonly files: readonly CalculatorFile[];
  readonly said: ReturnType<typeof errorWords> | null;
} {
  const { link } = useServices();
  const { start, failure } = useTask();
  const [files, setFiles] = useState<readonly CalculatorFile[]>([]);
  useFirst(() => start(async () => setFiles((await link.call('calculators.list', {})).calculators)));
  return { files, said: failure === null ? null : errorWords(failure) };
}
