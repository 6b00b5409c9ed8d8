import { z } from 'zod';
import { Code } from '../model/code.ts';

/** resources/findings.json: what a reader can say of a measurement by a few keys, in codes that context groups of DICOM publish. */
export const FindingList = z.strictObject({
  version: z.literal(1),
  date: z.iso.date(),
  sources: z.array(z.string().min(1)).min(1),
  licence: z.string().min(1),
  findings: z.array(Code).min(1),
  /** `paired`: there is one on each side, and a finding on one of them needs the side. */
  sites: z.array(z.strictObject({ code: Code, paired: z.boolean() })).min(1),
  sides: z.strictObject({ left: Code, right: Code, both: Code }),
  judgements: z.array(z.strictObject({ name: Code, answers: z.array(Code).min(1) })),
});
export type FindingList = Readonly<z.infer<typeof FindingList>>;

/** The same concept, whatever it is called. */
export function sameCode(a: Code | undefined, b: Code | undefined): boolean {
  return a !== undefined && b !== undefined && a.scheme === b.scheme && a.value === b.value;
}
