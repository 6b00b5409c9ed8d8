import { z } from 'zod';

/** What may be asked of a study, the reader and the desk. */
export const StudyAttribute = z.enum([
  'modality',
  'description',
  'part',
  'region',
  'technique',
  'contrast',
  'procedureCode',
  'reasonCode',
  'reason',
  'side',
  'age',
  'sex',
  'site',
  'reader',
  'readerGroup',
  'monitors',
  'monitorRole',
]);
export type StudyAttribute = z.infer<typeof StudyAttribute>;

/** What may be asked of a stack. `words`: description, protocol, body part, name of the stack and view together. */
export const StackAttribute = z.enum([
  'modality',
  'description',
  'protocol',
  'words',
  'name',
  'bodyPart',
  'side',
  'view',
  'viewModifier',
  'imageType',
  'sopClass',
  'plane',
  'images',
  'thickness',
  'echoTime',
  'bValue',
  'kernel',
  'cine',
  'colour',
  'content',
  'minor',
  'seriesNumber',
]);
export type StackAttribute = z.infer<typeof StackAttribute>;

const Text = z.string().min(1).max(64);
/**
 * Words as a reader would type them; case, accents and punctuation do not count. Several in one entry are a phrase; an asterisk at
 * the end: any word that begins so.
 */
const Phrase = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} -]*\*?$/u)
  .max(64);
const Value = z.union([Text, z.number(), z.boolean()]);
const weighed = {
  /** Points where it holds; negative ones speak against. */
  weight: z.number().int().min(-1000).max(1000),
  /** Where it does not hold, nothing else counts. */
  must: z.boolean().optional(),
};

/** One rule on an attribute. An attribute with several values fits where one of them does; one that nobody said fits no rule but `absent`. */
function ruleOn<T extends z.ZodType<string>>(attribute: T) {
  return z.discriminatedUnion('is', [
    z.strictObject({ attribute, is: z.literal('equals'), value: Value, ...weighed }),
    z.strictObject({ attribute, is: z.literal('in'), values: z.array(Value).min(1).max(64), ...weighed }),
    z.strictObject({ attribute, is: z.literal('not-in'), values: z.array(Value).min(1).max(64), ...weighed }),
    z.strictObject({ attribute, is: z.literal('contains-word'), words: z.array(Phrase).min(1).max(64), ...weighed }),
    z.strictObject({ attribute, is: z.literal('without-word'), words: z.array(Phrase).min(1).max(64), ...weighed }),
    z.strictObject({
      attribute,
      is: z.literal('range'),
      from: z.number().optional(),
      to: z.number().optional(),
      ...weighed,
    }),
    z.strictObject({ attribute, is: z.literal('present'), ...weighed }),
    z.strictObject({ attribute, is: z.literal('absent'), ...weighed }),
  ]);
}

export const StudyRule = ruleOn(StudyAttribute);
export type StudyRule = z.infer<typeof StudyRule>;
export const StackRule = ruleOn(StackAttribute);
export type StackRule = z.infer<typeof StackRule>;
export type Rule = StudyRule | StackRule;
