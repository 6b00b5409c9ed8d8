import type { Statement } from '../language/statement.ts';

/** Words of somebody else than the patient. */
const OTHERS = new Set(
  'dr doctor physician surgeon clinician radiologist nurse technologist registrar resident consultant mother father sister brother mum mom dad aunt uncle cousin wife husband partner daughter son spouse grandmother grandfather relative relatives parent parents sibling siblings family maternal paternal carer caregiver donor twin'.split(
    ' ',
  ),
);

/** Whether a sentence, or the one before it, speaks of another person too. */
export function speaksOfOthers(statements: readonly Statement[], at: number): boolean {
  return [at - 1, at].some((place) => statements[place]?.words.some(({ word }) => OTHERS.has(word)) ?? false);
}
