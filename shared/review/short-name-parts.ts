/** A word of a text, and whether it is to be taken out. */
export interface NameWord {
  readonly word: string;
  /** Small letters without accents. */
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  /** Part of a name that is no word of any text. */
  readonly isName: boolean;
}

/** Before a name. */
const TITLES: ReadonlySet<string> = new Set(
  'dr mr mrs ms miss mx prof professor doctor herr frau hr fr mme mlle monsieur madame sig signor signora sr sra dott'.split(
    ' ',
  ),
);
/**
 * Of one or two letters, in the languages of reports: where one of these stands alone it is no name. Surnames of millions that no report
 * has as a word with one capital letter are not among them (Hu, Ho, Li, Ng, Oh).
 */
export const SHORT_WORDS: ReadonlySet<string> = new Set(
  (
    'ad ai al am an as at au be by ce da de di do du ed el em en er es et go he ie if il im in io is it je la le lo me mi my ne ni no nu ' +
    'of on op or os ou pa po se si so st su te to tu ty um un up us va ve vi we wo ya ye za ze zu'
  ).split(' '),
);
/** Within a name: a space, a comma, a hyphen or the caret of DICOM; a full stop only after a title or an initial. */
const JOINS = /^(?:[ \t]*[,^-]?[ \t]*|[ \t]+)$/;
const JOINS_SHORT = /^\.?[ \t]*$/;

/**
 * Which of the words that are short parts of a name (one or two letters) are that name here. "Ng" alone is; a word of the language or an
 * initial is only where it stands before the rest of the name or after a title, and nothing in small letters is: "no" stays.
 * @param short folded
 */
export function shortNameParts(
  text: string,
  words: readonly NameWord[],
  short: ReadonlySet<string>,
): ReadonlySet<NameWord> {
  const found = new Set<NameWord>();
  const isTaken = (word: NameWord | undefined): boolean => word !== undefined && (word.isName || found.has(word));
  const gap = (left: NameWord, right: NameWord): string => text.slice(left.end, right.start);
  const isShort = (one: NameWord): boolean => !one.isName && short.has(one.folded) && /^\p{Lu}/u.test(one.word);
  const isPart = (one: NameWord, before: NameWord | undefined, after: NameWord | undefined): boolean => {
    const isInitial = one.folded.length === 1;
    if (before !== undefined && TITLES.has(before.folded) && JOINS_SHORT.test(gap(before, one))) return true;
    const joinsNext = isInitial ? JOINS_SHORT : JOINS;
    if (after !== undefined && isTaken(after) && joinsNext.test(gap(one, after))) return true;
    if (isInitial)
      return isTaken(before) && before !== undefined && JOINS.test(gap(before, one)) && text[one.end] === '.';
    if (SHORT_WORDS.has(one.folded)) return false;
    if (/^\p{Lu}\p{Ll}\p{M}*$/u.test(one.word)) return true;
    return before !== undefined && isTaken(before) && JOINS.test(gap(before, one));
  };
  const candidates = words.map((one, at) => ({ one, at })).filter(({ one }) => isShort(one));
  // A name of short parts alone: each of them is known by the other.
  for (let last = -1; found.size !== last;) {
    last = found.size;
    for (const { one, at } of candidates) if (isPart(one, words[at - 1], words[at + 1])) found.add(one);
  }
  for (const [left, right] of candidates.flatMap(({ one, at }) => {
    const next = words[at + 1];
    return next !== undefined && isShort(next) && JOINS.test(gap(one, next)) ? [[one, next] as const] : [];
  })) {
    if (
      SHORT_WORDS.has(left.folded) ||
      left.folded.length === 1 ||
      SHORT_WORDS.has(right.folded) ||
      right.folded.length === 1
    )
      continue;
    found.add(left).add(right);
  }
  return found;
}
