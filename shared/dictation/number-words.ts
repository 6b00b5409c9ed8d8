const ONES = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SMALL: ReadonlyMap<string, number> = new Map([
  ...ONES.map((word, value) => [word, value] as const),
  ...TENS.map((word, at) => [word, (at + 2) * 10] as const),
  ['oh', 0],
]);

export interface SpokenNumber {
  /** As it is written: "3.5", "120". */
  readonly text: string;
  /** Words that it was said with. */
  readonly words: number;
}

/** The number that begins here; null: none does. "three point five", "one hundred and twenty", "2.5". */
export function numberAt(words: readonly string[], from: number): SpokenNumber | null {
  const first = words[from] ?? '';
  if (/^\d+([.,]\d+)?$/.test(first)) return withDecimals(words, from, first.replace(',', '.'), 1);
  if (first === 'point') return withDecimals(words, from, '0', 0);
  // "oh" alone is a sigh; within a number it is a zero.
  if (first === 'oh') return null;
  const whole = wholeAt(words, from);
  return whole === null ? null : withDecimals(words, from, String(whole.value), whole.words);
}

interface Whole {
  readonly value: number;
  readonly words: number;
}

/** What comes after "point" is said figure by figure. A second "point" ends it. */
function withDecimals(words: readonly string[], from: number, whole: string, taken: number): SpokenNumber | null {
  let at = from + taken;
  if (words[at] !== 'point' || whole.includes('.')) return taken === 0 ? null : { text: whole, words: taken };
  at += 1;
  let decimals = '';
  for (let figure = figureAt(words[at]); figure !== null; figure = figureAt(words[at])) {
    decimals += figure;
    at += 1;
  }
  if (decimals === '') return taken === 0 ? null : { text: whole, words: taken };
  return { text: `${whole}.${decimals}`, words: at - from };
}

function figureAt(word: string | undefined): string | null {
  if (word === undefined) return null;
  if (/^\d+$/.test(word)) return word;
  const value = SMALL.get(word);
  return value === undefined ? null : String(value);
}

/** "twenty five", "one hundred and twenty", "two thousand twenty six"; what makes no number together ends it. */
function wholeAt(words: readonly string[], from: number): Whole | null {
  let at = from;
  let total = 0;
  let part: number | null = null;
  for (;;) {
    const word = words[at] ?? '';
    if (word === 'hundred' && part !== null && part > 0 && part < 100) part *= 100;
    else if (word === 'thousand' && part !== null && part > 0 && total === 0) {
      total = part * 1000;
      part = 0;
    } else if (word === 'and' && part !== null && part >= 100 && part % 100 === 0 && SMALL.has(words[at + 1] ?? '')) {
      at += 1;
      continue;
    } else {
      const next = joined(part, word === 'oh' ? undefined : SMALL.get(word));
      if (next === null) break;
      part = next;
    }
    at += 1;
  }
  return part === null ? null : { value: total + part, words: at - from };
}

/** A number with one more word; null: they are two numbers ("four five"), or it is no number. */
function joined(part: number | null, value: number | undefined): number | null {
  if (value === undefined) return null;
  if (part === null) return value;
  if (value === 0) return null;
  if (part % 100 === 0) return part + value;
  const hasTens = part % 100 >= 20 && part % 10 === 0;
  return hasTens && value < 10 ? part + value : null;
}
