import { entryOf } from '../../../../shared/lib/entry-of.ts';
import type { Code } from '../../../../shared/model/report.ts';

/** What values are called here, by their code ("scheme value"). */
const NAMES: Readonly<Record<string, string>> = {
  'SCT 410668003': 'length',
  'SRT G-D7FE': 'length',
  'SCT 103339001': 'long axis',
  'SRT G-A185': 'long axis',
  'SCT 103340004': 'short axis',
  'SRT G-A186': 'short axis',
  'SCT 42798000': 'area',
  'SRT G-A166': 'area',
  'SCT 118565006': 'volume',
  'SRT G-D705': 'volume',
  'SCT 1483009': 'angle',
  'DCM 121206': 'distance',
  'SCT 285285000': 'cobb angle',
  'SCT 131191004': 'perimeter',
  // Written by this program before the code was put right.
  'SCT 74551000146102': 'perimeter',
  'SCT 81827009': 'diameter',
  'SRT M-02550': 'diameter',
};
const DERIVATIONS: Readonly<Record<string, string>> = {
  'SCT 373098007': 'mean',
  'SRT R-00317': 'mean',
  'SCT 56851009': 'maximum',
  'SRT G-A437': 'maximum',
  'SCT 255605001': 'minimum',
  'SRT R-404FB': 'minimum',
  'SCT 386136009': 'standard deviation',
  'SRT R-10047': 'standard deviation',
  'SCT 373099004': 'median',
};
/** Units that the program writes otherwise than UCUM does. */
const UNITS: Readonly<Record<string, string>> = { '{pixels}': 'px', '{pixels2}': 'px2', 'no units': '1' };

/** "mean", "length", else what the code says of itself: never a name that could be another value's. */
export function valueName(code: Code, derivation: Code | null): string {
  if (derivation !== null) return DERIVATIONS[keyOf(derivation)] ?? derivation.meaning.toLowerCase();
  return NAMES[keyOf(code)] ?? code.meaning.toLowerCase();
}

/** As it was measured: nothing is converted on the way. Without a unit: the words for that, never one that was guessed. */
export function unitName(code: Code | null): string {
  if (code === null) return '(no unit given)';
  return entryOf(UNITS, code.value) ?? code.value;
}

function keyOf({ scheme, value }: Code): string {
  return `${scheme} ${value}`;
}
