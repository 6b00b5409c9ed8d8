import { z } from 'zod';
import { DocumentScope } from '../../model/kept-document.ts';
import { LocalId, ProtocolId } from './display-set.ts';
import { StackOrder } from '../../model/stack-order.ts';

/** Window values in Hounsfield units. */
export const HabitWindow = z.strictObject({ center: z.number(), width: z.number().positive() });
export type HabitWindow = z.infer<typeof HabitWindow>;

/** The viewports of a layout by what they show, row by row. */
export const HabitLayout = z.strictObject({
  rows: z.number().int().min(1).max(4),
  columns: z.number().int().min(1).max(4),
  displays: z.array(LocalId).min(1).max(16),
});
export type HabitLayout = z.infer<typeof HabitLayout>;

/** What a reader changed of a stage after it was hung, in one case; null: it stayed as it was hung. About no patient. */
export const HabitNote = z.strictObject({
  protocol: ProtocolId,
  scope: DocumentScope,
  version: z.number().int().min(1),
  stage: LocalId,
  views: z
    .array(z.strictObject({ display: LocalId, window: HabitWindow.nullable(), sort: StackOrder.nullable() }))
    .max(64),
  layout: HabitLayout.nullable(),
});
export type HabitNote = z.infer<typeof HabitNote>;

/** UTC, ISO 8601. */
const At = z.string();
export const KeptNote = z.strictObject({ at: At, note: HabitNote });
export type KeptNote = z.infer<typeof KeptNote>;

/** What may be learned of a stage. `display`: '' of its layout. */
export const HabitKey = z.strictObject({
  protocol: ProtocolId,
  stage: LocalId,
  aspect: z.enum(['window', 'sort', 'layout']),
  display: z.union([LocalId, z.literal('')]),
});
export type HabitKey = z.infer<typeof HabitKey>;

/** later: cases up to then do not count any more. */
export const HabitAnswer = z.enum(['later', 'never']);
export type HabitAnswer = z.infer<typeof HabitAnswer>;

export const KeptAnswer = HabitKey.extend({ answer: HabitAnswer, at: At });
export type KeptAnswer = z.infer<typeof KeptAnswer>;
