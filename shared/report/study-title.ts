import { entryOf } from '../lib/entry-of.ts';
import { acquiredModalities } from './technique.ts';

/** Other words for a modality in what people write. */
const ALSO: Readonly<Record<string, readonly string[]>> = { PT: ['PET'], MR: ['MRI'], MG: ['MAMMO', 'MAMMOGRAPHY'] };

/** What a study is: what was acquired and its description, a modality that the description names not said twice. */
export function studyTitle(modalities: readonly string[], description: string | null): string {
  const words = new Set((description ?? '').toUpperCase().split(/[^\p{L}\p{N}]+/u));
  const acquired = acquiredModalities(modalities);
  // A study of reports or plans alone is named by them.
  const unsaid = (acquired.length === 0 ? modalities : acquired).filter(
    (one) => ![one, ...(entryOf(ALSO, one) ?? [])].some((word) => words.has(word)),
  );
  return [unsaid.join('/'), description ?? ''].join(' ').trim();
}
