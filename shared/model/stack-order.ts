import { z } from 'zod';

/** By what the pictures of a stack may follow each other; positions are what they do follow where nobody asked for another order. */
export const SortKey = z.enum(['position', 'instance-number', 'time', 'echo', 'b-value', 'trigger']);
export type SortKey = z.infer<typeof SortKey>;

export const StackOrder = z.strictObject({ by: SortKey, descending: z.boolean().optional() });
export type StackOrder = z.infer<typeof StackOrder>;
