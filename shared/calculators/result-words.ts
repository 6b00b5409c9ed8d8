import { formatNumber, unitText } from '../rules/format.ts';
import type { CalculatorFile } from './calculator-file.ts';
import type { Outcome } from './calculator.ts';

/** Value of one outcome as it stands on screen and in a report; null while it is not known. */
export function outcomeValue(outcome: Outcome, file: CalculatorFile): string | null {
  if (outcome.state !== 'known') return null;
  if (typeof outcome.value === 'string') return outcome.value;
  const output = file.outputs.find(({ id }) => id === outcome.id);
  const digits = output?.kind === 'number' ? output.digits : 0;
  const unit = unitText(outcome.unit);
  const number = formatNumber(outcome.value, outcome.unit, digits);
  return unit === '' ? number : `${number} ${unit}`;
}

/** Why an outcome has no value yet, in words that name the inputs as they stand on screen. */
export function outcomeLack(outcome: Outcome, file: CalculatorFile): string | null {
  switch (outcome.state) {
    case 'known':
      return null;
    case 'none':
      return `No value: ${outcome.reason}.`;
    case 'needs': {
      const named = outcome.inputs.map((id) => file.inputs.find((input) => input.id === id)?.label ?? id);
      return `Needs: ${named.join(', ')}.`;
    }
  }
}

/**
 * What goes into a report: every known outcome with its ground, then the rule and its version (rule 3.15). Null while nothing is known.
 */
export function reportSentence(file: CalculatorFile, outcomes: readonly Outcome[]): string | null {
  const parts = outcomes.flatMap((outcome) => {
    const value = outcomeValue(outcome, file);
    if (value === null) return [];
    const because = outcome.state === 'known' && outcome.because !== null ? ` (${outcome.because})` : '';
    return [`${outcome.label.toLowerCase()} ${value}${because}`];
  });
  return parts.length === 0 ? null : `${file.title}: ${parts.join('; ')}. [${file.source}]`;
}
