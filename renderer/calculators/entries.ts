import type { CalculatorFile, CalculatorInput } from '../../shared/calculators/calculator-file.ts';
import type { Given } from '../../shared/calculators/calculator.ts';
import { unitText } from '../../shared/rules/format.ts';

/** What stands in the fields, by input; '' is nothing. */
export type Entries = Readonly<Record<string, string>>;

export interface ReadEntries {
  readonly given: Given;
  /** Words for the field whose text is no value of it. */
  readonly problems: Readonly<Record<string, string>>;
}

/** Reads the fields: what is no number of its range is left out and said at its field. */
export function readEntries(file: CalculatorFile, entries: Entries): ReadEntries {
  const given: Record<string, number | string | boolean> = {};
  const problems: Record<string, string> = {};
  for (const input of file.inputs) {
    const text = (entries[input.id] ?? '').trim();
    if (text === '') continue;
    const read = readOne(input, text);
    if (read === null) problems[input.id] = problemOf(input);
    else given[input.id] = read;
  }
  return { given, problems };
}

function readOne(input: CalculatorInput, text: string): number | string | boolean | null {
  switch (input.kind) {
    case 'yes-no':
      return text === 'yes' ? true : text === 'no' ? false : null;
    case 'choice':
      return input.options.some(({ value }) => value === text) ? text : null;
    case 'number': {
      // A comma is a decimal sign in half of Europe; a grouping sign is not understood at all.
      if (!/^-?\d+([.,]\d+)?$/.test(text)) return null;
      const value = Number(text.replace(',', '.'));
      return value >= input.min && value <= input.max ? value : null;
    }
  }
}

function problemOf(input: CalculatorInput): string {
  if (input.kind !== 'number') return 'Choose one of the list.';
  const unit = unitText(input.unit);
  return `A number from ${input.min} to ${input.max}${unit === '' ? '' : ` ${unit}`}.`;
}
