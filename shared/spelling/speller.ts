import { distance } from './distance.ts';
import type { WordList } from './word-list.ts';

export interface SpelltWord {
  /** Offsets in the text, end excluded. */
  readonly start: number;
  readonly end: number;
}

/** Letters with apostrophes and hyphens inside; figures and what touches them (T2, 3D, C5-6) are no words. */
const WORD = /(?<![\p{L}\p{M}\p{N}_])\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*(?![\p{L}\p{M}\p{N}_])/gu;
/** More letters than that are no abbreviation: words in capitals are judged. */
const LONGEST_SHORT = 5;
/** Suggestions that are shown, and how far they may be from what was written. */
const MOST = 5;
const FARTHEST = 2;

/** Says which words are spelt wrongly, and what may have been meant. Offline; knows nothing of grammar. */
export class Speller {
  readonly #lists: readonly WordList[];
  #own: ReadonlySet<string> = new Set();

  /** @param lists the special one first: its words are the better guess */
  constructor(lists: readonly WordList[]) {
    this.#lists = lists;
  }

  /** Words that the reader calls right. */
  setOwn(words: readonly string[]): void {
    this.#own = new Set(words.map(plain));
  }

  isRight(word: string): boolean {
    // An abbreviation, or a sign of one letter.
    if (word.length < 2 || (word.length <= LONGEST_SHORT && word === word.toUpperCase())) return true;
    const small = plain(word);
    const stem = small.replace(/'s?$/, '');
    return [small, stem].some((one) => this.#own.has(one) || this.#lists.some((list) => list.has(one)));
  }

  /** @param typing offset at which somebody is writing: the word that ends or stands there is not judged yet */
  wrongIn(text: string, typing: number | null = null): readonly SpelltWord[] {
    return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
      const end = index + word.length;
      const isTyped = typing !== null && typing >= index && typing <= end;
      return isTyped || this.isRight(word) ? [] : [{ start: index, end }];
    });
  }

  /** The nearest first; of those that are as near, words of radiology. Capitals as they were written. */
  suggest(word: string): readonly string[] {
    const small = plain(word);
    const found: { readonly word: string; readonly rank: number }[] = [];
    for (const [place, list] of this.#lists.entries()) {
      list.each((one) => {
        if (Math.abs(one.length - small.length) > FARTHEST) return;
        const far = distance(one, small, FARTHEST);
        // Hardly anybody mistakes the first letter.
        if (far <= FARTHEST) found.push({ word: one, rank: far * 4 + (one[0] === small[0] ? 0 : 3) + place });
      });
    }
    const best = found.toSorted((a, b) => a.rank - b.rank).map((one) => asWritten(one.word, word));
    return [...new Set(best)].slice(0, MOST);
  }
}

function plain(word: string): string {
  return word.normalize('NFC').replaceAll('’', "'").toLowerCase();
}

function asWritten(found: string, word: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return found.toUpperCase();
  const first = word[0] ?? '';
  return first === first.toUpperCase() ? `${found[0]?.toUpperCase() ?? ''}${found.slice(1)}` : found;
}
