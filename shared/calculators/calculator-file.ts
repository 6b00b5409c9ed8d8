import { z } from 'zod';

const Id = z.string().regex(/^[a-z][A-Za-z0-9_]*$/);
const Words = z.string().min(1).max(400);

const Option = z.strictObject({ value: Words, label: Words, points: z.number().optional() });

const Input = z.discriminatedUnion('kind', [
  z.strictObject({
    id: Id,
    label: Words,
    kind: z.literal('number'),
    /** UCUM. */
    unit: z.string().max(20),
    /** Decimals that are entered, shown and compared: 5.96 mm with one decimal is 6.0 mm. */
    digits: z.number().int().min(0).max(4),
    min: z.number(),
    max: z.number(),
  }),
  z.strictObject({ id: Id, label: Words, kind: z.literal('choice'), options: z.array(Option).min(2).max(20) }),
  z.strictObject({ id: Id, label: Words, kind: z.literal('yes-no') }),
]);
export type CalculatorInput = z.infer<typeof Input>;

const Rule = z.strictObject({ when: Words, is: Words, because: Words.optional() });

const Output = z.discriminatedUnion('kind', [
  /** The first rule that holds; a rule that cannot be decided yet stops the search. */
  z.strictObject({ id: Id, label: Words, kind: z.literal('category'), rules: z.array(Rule).min(1).max(80) }),
  z.strictObject({
    id: Id,
    label: Words,
    kind: z.literal('number'),
    unit: z.string().max(20),
    digits: z.number().int().min(0).max(4),
    value: Words,
    /** Where the formula holds, as a condition; elsewhere there is no value. */
    where: Words.optional(),
  }),
]);
export type CalculatorOutput = z.infer<typeof Output>;

const Example = z.strictObject({
  given: z.record(Id, z.union([z.number(), z.string(), z.boolean()])),
  gives: z.record(Id, z.union([z.number(), z.string(), z.null()])),
});

/**
 * One lexicon or small calculator as data (rule 3.15): what is entered, what comes out, whose rule it is and of when.
 * Examples stand beside the rules, and every one is run by the tests.
 */
export const CalculatorFile = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Words,
  version: Words,
  /** Of the rule, ISO 8601: a year, a month or a day. */
  date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
  source: Words,
  /** What it is not for, in words for the reader. */
  limits: z.array(Words).max(10),
  inputs: z.array(Input).min(1).max(40),
  /** Values on the way, each may use those before it. */
  steps: z.array(z.strictObject({ id: Id, value: Words })).max(40),
  outputs: z.array(Output).min(1).max(10),
  examples: z.array(Example).min(1).max(200),
});
export type CalculatorFile = z.infer<typeof CalculatorFile>;
