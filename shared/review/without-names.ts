import { foldText } from '../dicom/person-name.ts';
import { shortNameParts } from './short-name-parts.ts';
import type { NameWord } from './short-name-parts.ts';

/** What stands where a name stood. */
export const NAME_TAKEN_OUT = '[name]';
/** Several of them are one. */
const IN_A_ROW = /\[name\](?:[\s,.-]+\[name\])+/g;
/** Shorter parts of names may be words of any text. */
const SHORTEST = 3;
/** Scripts that put nothing between words, or endings at a name. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]+$/u;

/**
 * A text without the names of the case: of its patient, its reader, who referred it and where it was made. Whole words, whatever their
 * capitals and accents; several in a row become one mark. Numbers (patient id, accession) are taken out as they are written. In Chinese,
 * Japanese and Korean a name of two letters is found inside of a word too, with its other part.
 * @param names as DICOM writes them ("Müller^Anna") or in plain words
 */
export function withoutNames(text: string, names: readonly string[]): string {
  const parts = names.map((name) => name.split(/[^\p{L}\p{M}\p{N}]+/u).filter((part) => part !== ''));
  const long = new Set(
    parts
      .flat()
      .map(foldText)
      .filter((part) => part.length >= SHORTEST),
  );
  const short = new Set(
    parts
      // The letters of a number are no part of a name.
      .filter((_, at) => !/\p{N}/u.test(names[at] ?? ''))
      .flat()
      .map(foldText)
      .filter((part) => part !== '' && part.length < SHORTEST),
  );
  const marked = withoutWords(withoutUnspaced(text, parts), long, short);
  return marked.includes(NAME_TAKEN_OUT) ? marked.replace(IN_A_ROW, NAME_TAKEN_OUT) : marked;
}

function withoutWords(text: string, long: ReadonlySet<string>, short: ReadonlySet<string>): string {
  if (long.size === 0 && short.size === 0) return text;
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(({ 0: word, index }): NameWord => {
    const folded = foldText(word);
    return { word, folded, start: index, end: index + word.length, isName: long.has(folded) };
  });
  const shortOnes = short.size === 0 ? new Set<NameWord>() : shortNameParts(text, words, short);
  let [left, from] = ['', 0];
  for (const one of words) {
    if (!one.isName && !shortOnes.has(one)) continue;
    left += text.slice(from, one.start) + NAME_TAKEN_OUT;
    from = one.end;
  }
  return left + text.slice(from);
}

function withoutUnspaced(text: string, names: readonly (readonly string[])[]): string {
  const whole = names.flatMap((parts) => {
    const own = parts.filter((part) => UNSPACED.test(part));
    const [family, given] = own;
    return [...own, ...(family === undefined || given === undefined ? [] : [`${family}${given}`, `${given}${family}`])];
  });
  return [...new Set(whole)]
    .filter((one) => one.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((left, one) => left.replaceAll(one, NAME_TAKEN_OUT), text);
}
