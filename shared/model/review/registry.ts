import { z } from 'zod';
import { ReaderPseudonym } from '../ids.ts';

/** A physician, or a group, at the registry: digits alone. */
export const RegistryNumber = z.string().regex(/^\d{1,10}$/);

/** Under which number somebody stands at the registry. */
export const PhysicianNumber = z.strictObject({
  reader: ReaderPseudonym,
  name: z.string(),
  /** Null: none was given. */
  number: RegistryNumber.nullable(),
});
export type PhysicianNumber = Readonly<z.infer<typeof PhysicianNumber>>;

/** What would be in the registry's file now. */
export const RegistryState = z.strictObject({
  /** Null: nothing of the programme may leave. */
  groupId: RegistryNumber.nullable(),
  /** Cases that are agreed, arbitrated where that is needed, and have a number. */
  ready: z.number().int(),
  /** 2b, 3a or 3b that nobody has arbitrated yet. */
  arbitration: z.number().int(),
  /** On their way otherwise: not read, not scored, or not agreed. */
  underWay: z.number().int(),
  /** Authors without a number, with their cases that would be ready. */
  lacking: z.array(z.strictObject({ name: z.string(), cases: z.number().int() })),
});
export type RegistryState = Readonly<z.infer<typeof RegistryState>>;
