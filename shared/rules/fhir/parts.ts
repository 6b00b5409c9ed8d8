import { z } from 'zod';
import { LONGEST_ORDER_TEXT as LONGEST_TEXT, MOST_ORDER_ENTRIES as MOST_ENTRIES } from '../../model/imaging-order.ts';

/*
 * Parts of FHIR R4 resources as far as this program reads them. Everything may be absent; what is not named here is left aside. Lists
 * and texts are cut, never refused: one strange field must not keep a resource away.
 */
export const line = z
  .string()
  .transform((text) => text.trim().slice(0, 200))
  .optional()
  .catch(undefined);
export const text = z
  .string()
  .transform((whole) => whole.trim().slice(0, LONGEST_TEXT))
  .optional()
  .catch(undefined);
export function list<T extends z.ZodType>(of: T) {
  return z
    .array(z.unknown())
    .transform((items) =>
      items.slice(0, MOST_ENTRIES).flatMap((item): z.output<T>[] => {
        const read = of.safeParse(item);
        return read.success ? [read.data] : [];
      }),
    )
    .catch([]);
}
export const Coding = z.object({ system: line, code: line, display: line });
export const Concept = z.object({ coding: list(Coding), text });
export const Reference = z.object({ reference: line, display: line });
export const Identifier = z.object({
  use: line,
  type: Concept.optional().catch(undefined),
  system: line,
  value: line,
  assigner: Reference.optional().catch(undefined),
});
export const HumanName = z.object({
  use: line,
  text: line,
  family: line,
  given: list(z.string()),
  prefix: list(z.string()),
  suffix: list(z.string()),
});
export const Contact = z.object({ system: line, value: line });

export const Meta = z.object({ versionId: line, lastUpdated: line }).optional().catch(undefined);
