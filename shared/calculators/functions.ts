import type { ValueType } from './expression.ts';

/** A function of the language over numbers; `least` is the least number of arguments, `most` the greatest. */
export type NumberFunction = Readonly<{
  least: number;
  most: number;
  of: (values: readonly number[]) => number;
}>;

const one = (of: (value: number) => number): NumberFunction => ({
  least: 1,
  most: 1,
  of: ([value = NaN]) => of(value),
});

/** Arithmetic that rule data may use. A result that is no finite number makes the value impossible. */
export const NUMBER_FUNCTIONS: ReadonlyMap<string, NumberFunction> = new Map([
  ['min', { least: 2, most: 20, of: (values) => Math.min(...values) }],
  ['max', { least: 2, most: 20, of: (values) => Math.max(...values) }],
  ['abs', one(Math.abs)],
  ['sqrt', one(Math.sqrt)],
  ['ln', one(Math.log)],
  ['log10', one(Math.log10)],
  ['exp', one(Math.exp)],
]);

/** `count(a, b, …)`: how many of its conditions hold. `score(choice)`: the points of the option chosen. */
export const OTHER_FUNCTIONS: readonly string[] = ['count', 'score'];

/** Names that no input may have. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...NUMBER_FUNCTIONS.keys(),
  ...OTHER_FUNCTIONS,
  ...['and', 'or', 'not', 'true', 'false'],
]);

/** Types of what an expression may name. */
export type Types = ReadonlyMap<string, ValueType>;
