export type Side = 'left' | 'right';

export interface SideMention {
  readonly side: Side;
  /** The word the side belongs to ("kidney", "lobe"); empty when none follows. */
  readonly noun: string;
}

/** Words between a side and what it belongs to. */
const BETWEEN = new Set(
  'sided upper middle lower mid anterior posterior medial lateral superior inferior proximal distal main common internal external deep small large largest smallest known new old moderate mild severe trace minimal tiny acute chronic'.split(
    ' ',
  ),
);
/** After these, "left" and "right" are no sides ("left the department", "right away"). */
const NO_SIDE_BEFORE = new Set(['the', 'a', 'away', 'to', 'in', 'at', 'and', 'or', 'of', 'with', 'is', 'than', 'side']);

/** Finds LEFT and RIGHT with the structure they belong to. English words; "bilateral" counts as both. */
export function sideMentions(text: string): SideMention[] {
  const found: SideMention[] = [];
  // Sentence ends are kept as tokens, so that a side never takes its noun from the next sentence.
  const words = text.toLowerCase().match(/[\p{L}]+|[.;:\n,]/gu) ?? [];
  for (const [index, word] of words.entries()) {
    if (word === 'bilateral' || word === 'both') {
      const noun = nounAfter(words, index + 1);
      found.push({ side: 'left', noun }, { side: 'right', noun });
    } else if (word === 'left' || word === 'right') {
      found.push({ side: word, noun: nounAfter(words, index + 1) });
    }
  }
  return found;
}

function nounAfter(words: readonly string[], from: number): string {
  for (let i = from; i < Math.min(words.length, from + 4); i += 1) {
    const word = words[i] ?? '';
    if (!/\p{L}/u.test(word) || NO_SIDE_BEFORE.has(word)) return '';
    if (!BETWEEN.has(word)) return singular(word);
  }
  return '';
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('is')
    ? word.slice(0, -1)
    : word;
}

/**
 * Sides of the impression that the findings contradict: the same structure only on the other side, or a side that the findings
 * never name while they do name the other one. Empty when they agree or when the findings name no side.
 */
export function lateralityClashes(findings: string, impression: string): SideMention[] {
  const seen = sideMentions(findings);
  if (seen.length === 0) return [];
  const clashes: SideMention[] = [];
  for (const mention of sideMentions(impression)) {
    const same = seen.filter((entry) => entry.noun !== '' && entry.noun === mention.noun);
    const pool = same.length > 0 ? same : seen;
    if (!pool.some((entry) => entry.side === mention.side)) clashes.push(mention);
  }
  return clashes;
}
