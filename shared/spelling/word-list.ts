/** Words that are spelt right: sorted by code unit, one a line, small letters. */
export interface WordList {
  has(word: string): boolean;
  /** Each word of this length, from the list's own order. */
  each(visit: (word: string) => void): void;
}

/**
 * A list as its file holds it: looked up by halving the text itself, so that a hundred thousand words are one string and no object each.
 * @param text sorted lines with an end of line after each
 */
export function wordList(text: string): WordList {
  const lineAt = (place: number): { readonly from: number; readonly to: number } => {
    const from = text.lastIndexOf('\n', place - 1) + 1;
    const end = text.indexOf('\n', place);
    return { from, to: end === -1 ? text.length : end };
  };
  return {
    has: (word) => {
      if (word === '' || word.includes('\n')) return false;
      let [low, high] = [0, text.length];
      while (low < high) {
        const { from, to } = lineAt((low + high) >> 1);
        const here = text.slice(from, to);
        if (here === word) return true;
        if (here < word) low = to + 1;
        else high = from;
      }
      return false;
    },
    each: (visit) => {
      for (let from = 0; from < text.length;) {
        const end = text.indexOf('\n', from);
        const to = end === -1 ? text.length : end;
        if (to > from) visit(text.slice(from, to));
        from = to + 1;
      }
    },
  };
}
