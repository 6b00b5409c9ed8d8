import { foldText } from '../dicom/person-name.ts';

/** What stands where a name stood. */
export const NAME_TAKEN_OUT = '[name]';
/** Parts of names shorter than this are words of any text. */
const SHORTEST = 3;

/**
 * A text without the names of the case: of its patient, its reader, who referred it and where it was made. Whole words, whatever their
 * capitals and accents; several in a row become one mark. Numbers (patient id, accession) are taken out as they are written.
 * @param names as DICOM writes them ("Müller^Anna") or in plain words
 */
export function withoutNames(text: string, names: readonly string[]): string {
  const parts = new Set(
    names
      .flatMap((name) => name.split(/[^\p{L}\p{M}\p{N}]+/u))
      .map((part) => foldText(part))
      .filter((part) => part.length >= SHORTEST),
  );
  if (parts.size === 0) return text;
  const marked = text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (parts.has(foldText(word)) ? NAME_TAKEN_OUT : word));
  const mark = NAME_TAKEN_OUT.replace(/[[\]]/g, '\\$&');
  return marked.replace(new RegExp(`${mark}(?:[\\s,.-]+${mark})+`, 'g'), NAME_TAKEN_OUT);
}
