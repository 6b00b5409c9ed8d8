import { z } from 'zod';
import { MeasurementId } from './ids.ts';

/** How a field of a template gives an input of a rule file. */
export const ComputedInput = z.strictObject({
  /** Id of the input in the rule file. */
  input: z.string().min(1).max(60),
  /** Id of the field; of the same section first, else the first of the template. */
  field: z.string().min(1).max(200),
  /** What words of the field mean to the rule where they are not its own; words that are not here mean nothing to it. */
  words: z
    .array(z.strictObject({ word: z.string().max(400), is: z.union([z.string().max(400), z.boolean()]) }))
    .max(100)
    .optional(),
});
export type ComputedInput = z.infer<typeof ComputedInput>;

/** A field whose value follows from other fields by a rule file of `resources/calculators`. */
export const ComputedFrom = z.strictObject({
  calculator: z.string().min(1).max(60),
  output: z.string().min(1).max(60),
  inputs: z.array(ComputedInput).max(40),
});
export type ComputedFrom = z.infer<typeof ComputedFrom>;

/** What the station knows and puts into a field of a new draft. Sums and lesions: of the lesions followed by RECIST 1.1. */
export const FieldFill = z.enum([
  ...(['contrast', 'dose', 'comparison', 'comparison-date', 'key-images', 'lesions'] as const),
  ...(['sum', 'baseline-sum', 'nadir-sum', 'targets-gone', 'non-targets', 'new-lesions'] as const),
]);
export type FieldFill = z.infer<typeof FieldFill>;

/** What the reader says in place of a computed value, and why. */
export const ChangedValue = z.strictObject({ value: z.string().max(400), reason: z.string().max(400) });
export type ChangedValue = z.infer<typeof ChangedValue>;

/** Where the value of a field came from when it was not simply entered; kept with the text and frozen with the signature. */
export const FieldOrigin = z.discriminatedUnion('kind', [
  /** The station put `value` in; another value now is the reader's. */
  z.strictObject({ kind: z.literal('filled'), what: FieldFill, value: z.string() }),
  /** The reader took it from a drawing on the pictures; `text`: the words of the measurement then. */
  z.strictObject({
    kind: z.literal('measured'),
    measurementId: MeasurementId,
    label: z.string(),
    text: z.string(),
    value: z.string(),
  }),
  z.strictObject({
    kind: z.literal('computed'),
    /** The rule that was used, as it was then. */
    rule: z.strictObject({
      id: z.string(),
      title: z.string(),
      version: z.string(),
      date: z.string(),
      source: z.string(),
    }),
    /** What it was given, by the labels of the form. */
    inputs: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    /** What followed; empty: nothing did. */
    value: z.string(),
    /** Why: the ground of the value, or what is missing for it. */
    why: z.string(),
    changed: ChangedValue.optional(),
  }),
]);
export type FieldOrigin = z.infer<typeof FieldOrigin>;
