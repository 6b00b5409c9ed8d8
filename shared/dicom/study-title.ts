import { entryOf } from '../lib/entry-of.ts';

/** Other words for a modality in what people write. */
const ALSO: Readonly<Record<string, readonly string[]>> = { PT: ['PET'], MR: ['MRI'], MG: ['MAMMO', 'MAMMOGRAPHY'] };

/** What a study is: its modalities and its description, a modality that the description names not said twice. */
export function studyTitle(modalities: readonly string[], description: string | null): string {
  const words = new Set((description ?? '').toUpperCase().split(/[^\p{L}\p{N}]+/u));
  const unsaid = modalities.filter((one) => ![one, ...(entryOf(ALSO, one) ?? [])].some((word) => words.has(word)));
  return [unsaid.join('/'), description ?? ''].join(' ').trim();
}
