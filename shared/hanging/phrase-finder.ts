interface Phrase<T> {
  readonly words: readonly ((word: string) => boolean)[];
  /** Letters that it fixes: the longer one wins. */
  readonly letters: number;
  readonly means: T;
}

export interface Found<T> {
  readonly means: ReadonlySet<T>;
  /** Places of the words that meant something. */
  readonly used: ReadonlySet<number>;
}

/**
 * Finds phrases in words, longest first, each word used once; what several entries share by the same phrase they all get.
 * Entries as in PriorTable: an asterisk at an end of a word stands for any letters.
 */
export class PhraseFinder<T> {
  readonly #byFirst = new Map<string, Phrase<T>[]>();
  readonly #open: Phrase<T>[] = [];

  constructor(entries: readonly { readonly words: readonly string[]; readonly means: T }[]) {
    for (const { words, means } of entries) for (const phrase of words) this.#add(phrase, means);
  }

  find(words: readonly string[]): Found<T> {
    const means = new Set<T>();
    const used = new Set<number>();
    for (let at = 0; at < words.length;) {
      const best = this.#longest(words, at);
      for (const phrase of best) means.add(phrase.means);
      const taken = best[0]?.words.length ?? 0;
      for (let place = at; place < at + taken; place += 1) used.add(place);
      at += Math.max(1, taken);
    }
    return { means, used };
  }

  #longest(words: readonly string[], at: number): readonly Phrase<T>[] {
    let best: Phrase<T>[] = [];
    const first = words[at] ?? '';
    for (const list of [this.#byFirst.get(first) ?? [], this.#open]) {
      for (const phrase of list) {
        if (!phrase.words.every((matches, place) => matches(words[at + place] ?? ''))) continue;
        const order = compare(phrase, best[0]);
        if (order > 0) best = [phrase];
        else if (order === 0) best.push(phrase);
      }
    }
    return best;
  }

  #add(text: string, means: T): void {
    const parts = text.split(' ');
    const phrase = { words: parts.map(matcher), letters: text.replace(/[* ]/g, '').length, means };
    const first = parts[0] ?? '';
    if (first.includes('*')) this.#open.push(phrase);
    else this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), phrase]);
  }
}

function compare(phrase: Phrase<unknown>, best: Phrase<unknown> | undefined): number {
  if (!best) return 1;
  return phrase.words.length - best.words.length || phrase.letters - best.letters;
}

function matcher(pattern: string): (word: string) => boolean {
  const letters = pattern.replaceAll('*', '');
  const isOpen = { before: pattern.startsWith('*'), after: pattern.endsWith('*') };
  if (isOpen.before && isOpen.after) return (word) => word.includes(letters);
  if (isOpen.before) return (word) => word.endsWith(letters);
  if (isOpen.after) return (word) => word.startsWith(letters);
  return (word) => word === letters;
}
