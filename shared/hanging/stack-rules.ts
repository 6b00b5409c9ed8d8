import { z } from 'zod';

/** What pictures of one series are told apart by. */
export const StackBy = z.enum([
  'place',
  'type',
  'direction',
  'matrix',
  'spacing',
  'stack',
  'bValue',
  'echo',
  'temporal',
  'cardiacPhase',
  'gradient',
  'derived',
  'acquisition',
  'trigger',
  'acquisitionTime',
]);
export type StackBy = z.infer<typeof StackBy>;

const Least = z.number().int().min(1);

/**
 * `differs`: wherever the value differs, if the largest group has `least` pictures. `repeats`: only where places repeat, if that
 * leaves fewer repeats and every group has `least` pictures.
 */
const StackRule = z.strictObject({
  by: StackBy,
  when: z.enum(['differs', 'repeats']),
  least: Least,
  /** Types that this rule leaves together. */
  notIn: z.array(z.string()).optional(),
});
export type StackRule = Readonly<z.infer<typeof StackRule>>;

/** resources/stack-rules.json: how the pictures of a series are put into stacks, rule after rule. */
export const StackRules = z
  .strictObject({
    version: z.literal(1),
    date: z.iso.date(),
    sources: z.array(z.string().min(1)).min(1),
    limits: z.strictObject({
      /** Rows and columns that point within this many degrees are one direction. */
      directionDegrees: z.number().positive(),
      samePlaceMm: z.number().positive(),
      /** Pixel spacings that differ by a smaller share are the same. */
      spacingShare: z.number().positive(),
      sameEchoMs: z.number().positive(),
      sameGradientDegrees: z.number().positive(),
    }),
    /** Words for values of Image Type or Frame Type; `values` as DICOM writes them, from the third on. */
    types: z.array(
      z.strictObject({
        name: z.string().min(1),
        /** Modalities that mean this by the values; absent: all do. */
        of: z.array(z.string()).optional(),
        values: z.array(z.string().min(1)).min(1),
      }),
    ),
    rules: z.array(StackRule).min(1),
  })
  .superRefine(({ types, rules }, context) => {
    const names = new Set(types.map(({ name }) => name));
    const values = types.flatMap((type) => type.values);
    if (new Set(values).size < values.length)
      context.addIssue({ code: 'custom', message: 'a value stands there twice' });
    for (const name of rules.flatMap((rule) => rule.notIn ?? [])) {
      if (!names.has(name)) context.addIssue({ code: 'custom', message: `${name} is no type` });
    }
  });
export type StackRules = Readonly<z.infer<typeof StackRules>>;
