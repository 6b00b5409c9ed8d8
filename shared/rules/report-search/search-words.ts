/** Scripts without blanks between words: each sign is a word, and a run of them a phrase. */
const SIGN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]|[\u{20000}-\u{2fa1f}]/gu;

/** Text as it is put into the index. `readable` makes it what it was, blanks beside such signs apart. */
export function indexedText(text: string): string {
  return text.replace(SIGN, ' $& ').replace(/ {2,}/g, ' ').trim();
}

export function readable(text: string): string {
  return text.replace(
    /(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]) (?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff])/gu,
    '',
  );
}

/** Words of one search; more are left aside. */
const MOST_TERMS = 20;
const TERM = /(-?)(?:"([^"]*)"?|(\S+))/gu;

interface Term {
  readonly words: readonly string[];
  readonly denied: boolean;
  readonly isPhrase: boolean;
}

/**
 * What was typed as an expression of FTS5: every word is asked for as the beginning of one, "words in quotes" stand together as they are,
 * -word is not in the report. Null: nothing to search for. Nothing that is typed is an operator of the index.
 */
export function matchExpression(typed: string): string | null {
  const terms = termsOf(typed);
  const wanted = terms.filter(({ denied }) => !denied).map((term) => expressionOf(term));
  if (wanted.length === 0) return null;
  const unwanted = terms.filter(({ denied }) => denied).map((term) => expressionOf(term));
  const asked = wanted.join(' AND ');
  return unwanted.length === 0 ? asked : `(${asked}) NOT (${unwanted.join(' OR ')})`;
}

function termsOf(typed: string): Term[] {
  return [...typed.normalize('NFC').matchAll(TERM)]
    .slice(0, MOST_TERMS)
    .map(([, minus, phrase, word]) => ({
      words: wordsOf(phrase ?? word ?? ''),
      denied: minus === '-',
      isPhrase: phrase !== undefined,
    }))
    .filter(({ words }) => words.length > 0);
}

/** As the tokenizer of the index cuts: letters, digits and marks. */
function wordsOf(text: string): string[] {
  return indexedText(text)
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
}

function expressionOf({ words, isPhrase }: Term): string {
  const quoted = `"${words.join(' ')}"`;
  return isPhrase ? quoted : `${quoted} *`;
}
