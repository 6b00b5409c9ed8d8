import { entryOf } from '../lib/entry-of.ts';
import type { MeasuredValue } from '../model/measurement.ts';
import type { CalculatorInput } from './calculator-file.ts';

/** What one unit is divided by to be another of its kind; a pair that is not here is never converted. */
const DIVISORS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mm: { mm: 1, cm: 10 },
  cm: { cm: 1, mm: 0.1 },
  mm2: { mm2: 1, cm2: 100 },
  mm3: { mm3: 1, ml: 1000, cm3: 1000 },
  ml: { ml: 1, mm3: 0.001, cm3: 1 },
  'cm/s': { 'cm/s': 1 },
  deg: { deg: 1 },
  "[hnsf'U]": { "[hnsf'U]": 1 },
};

/** Values of a measurement that fit a numeric input, in its unit and unrounded. Pixels fit nothing: they are no length. */
export function valuesFor(
  input: CalculatorInput,
  values: readonly MeasuredValue[],
): readonly Readonly<{ name: string; value: number }>[] {
  if (input.kind !== 'number') return [];
  return values.flatMap(({ name, value, unit }) => {
    const converted = inUnit(value, unit, input.unit);
    if (converted === null) return [];
    return converted >= input.min && converted <= input.max ? [{ name, value: converted }] : [];
  });
}

/** A value in another unit of its kind; null where one is not turned into the other. */
export function inUnit(value: number, unit: string, wanted: string): number | null {
  const divisor = entryOf(entryOf(DIVISORS, unit) ?? {}, wanted);
  return divisor === undefined ? null : value / divisor;
}
