/** One word, number or mark of a text, folded for comparison. Offsets count UTF-16 units of the text, end excluded. */
export interface Word {
  /** Lower case, no accents, American spelling of Greek vowels ("haemorrhage" is "hemorrhage"). */
  readonly word: string;
  /** As it stands in the text. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

/** Words, numbers with their decimals, and single marks, in their order. */
export function wordsOf(text: string, from = 0): Word[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)*|[\p{L}\p{M}]+(?:['’][\p{L}]+)?|[^\s]/gu)].map((found) => ({
    word: foldWord(found[0]),
    raw: found[0],
    start: from + found.index,
    end: from + found.index + found[0].length,
  }));
}

/**
 * The form in which words are compared: both spellings of English become one. It is applied to the lexicon and to the text alike, so
 * that what it does to words without two spellings does no harm.
 */
export function foldWord(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']s$/u, '')
    .replace(/ae|oe/g, 'e')
    .replace(/([bdlmv])our(?=s|ed|ing|al|$)/g, '$1or')
    .replace(/(met|lit|cent|fib)re(?=s|$)/g, '$1er')
    .replace(/is(?=ation|ed$|ing$)/g, 'iz')
    .replace(/ll(?=ed$|ing$)/g, 'l');
}

/** The singular of a folded noun, by its ending; what is no plural stays. */
export function singular(word: string): string {
  if (word.length < 4) return word;
  if (/(?:ss|us|is|ous)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
