import type { FindingSide, ReviewFinding } from '../../model/review/finding.ts';
import type { Lexicon } from '../../report/language/lexicon.ts';
import { folded } from '../../report/language/lexicon.ts';
import { claimsOf, statementsOf } from '../../report/language/statement.ts';
import type { Claim, Statement } from '../../report/language/statement.ts';
import { wordsOf } from '../../report/language/words.ts';
import type { WrittenSection } from '../../report/text-checks/report-text.ts';
import { sizesOf } from '../../report/text-checks/sizes.ts';
import type { Size } from '../../report/text-checks/sizes.ts';
import { sizedBeside } from '../../report/text-checks/units.ts';

/** What one of two reports says of one thing. */
export interface FindingItem {
  /** An entry of the lexicon and its group; empty: known by its words alone. */
  readonly entry: string;
  readonly group: string;
  /** Words that tell it, folded, without filling ones. */
  readonly words: ReadonlySet<string>;
  readonly anatomy: readonly string[];
  readonly side: FindingSide | null;
  readonly status: 'present' | 'absent' | 'possible' | 'past';
  /** Only a kind of it is denied ("no large effusion"). */
  readonly narrowed: boolean;
  /** mm, the longest first. */
  readonly sizes: readonly number[];
  /** As it is shown. */
  readonly text: string;
  /** Of a structured finding; null: it stands in the text. */
  readonly findingId: string | null;
  /** Place in the text: offsets in the section. */
  readonly place: { readonly sectionId: string; readonly start: number; readonly end: number } | null;
}

/** Sections that say what was asked and how it was done, not what was seen. */
const ASIDE = /^(?:indication|clinical|history|technique|comparison|exam|procedure|priors?|order)/;
const FILLING = new Set(
  'the a an is are was were of in at on with and or to for there no not seen noted without within which this that has have be by from as mm cm measuring measure size left right bilateral'.split(
    ' ',
  ),
);
/** A size after these was measured on another day. */
const EARLIER = /\b(?:previously|prior|formerly|was|were|before|compared (?:to|with)|from)\s+(?:\S+\s+){0,2}$/i;

/** What a report says: its structured findings first, then its text; what is told twice in the same way stands once. */
export function itemsOf(
  sections: readonly WrittenSection[],
  findings: readonly ReviewFinding[],
  lexicon: Lexicon,
): FindingItem[] {
  const found: FindingItem[] = [];
  const all = [
    ...findings.map((finding) => structured(finding, lexicon)),
    ...sections.flatMap((section) => (ASIDE.test(section.sectionId) ? [] : written(section, lexicon))),
  ];
  for (const item of all) {
    const at = found.findIndex((before) => isSaidAgain(before, item, lexicon));
    const before = found[at];
    if (before === undefined) found.push(item);
    else found[at] = together(before, item);
  }
  return found;
}

function written({ sectionId, text }: WrittenSection, lexicon: Lexicon): FindingItem[] {
  return statementsOf(sectionId, text, lexicon).flatMap((statement) => {
    const sizes = sizesBeside(statement);
    return claimsOf([statement]).flatMap((claim, at) => ofClaim(claim, sizes(statement.findings[at]?.at ?? -1)));
  });
}

function ofClaim({ finding, standing, anatomy, side, statement }: Claim, sizes: readonly number[]): FindingItem[] {
  if (standing.status === 'elsewhere' || finding.id === 'harmless') return [];
  return [
    {
      ...{ entry: finding.id, group: finding.group ?? finding.id, words: tellingWords(statement.text), anatomy, side },
      ...{ status: standing.status, narrowed: standing.narrowed, sizes, text: statement.text, findingId: null },
      place: { sectionId: statement.sectionId, start: statement.start, end: statement.end },
    },
  ];
}

/** Sizes of this examination by the finding that they belong to. */
function sizesBeside(statement: Statement): (at: number) => number[] {
  const now = sizesOf(statement.text).filter(({ start }) => !EARLIER.test(statement.text.slice(0, start)));
  const owner = (size: Size): number => (sizedBeside(statement, size) ?? statement.findings[0])?.at ?? -1;
  return (at) => sorted(now.filter((size) => owner(size) === at).map(({ mm }) => mm));
}

const sorted = (sizes: readonly number[]): number[] => [...sizes].sort((a, b) => b - a);

function structured(finding: ReviewFinding, lexicon: Lexicon): FindingItem {
  const text = [finding.what, finding.where].filter((part) => part !== '').join(', ');
  const claim = claimsOf(statementsOf('', text, lexicon))[0];
  const words = wordsOf(text);
  const anatomy = [...new Set(lexicon.anatomy(words).map(({ entry }) => entry.id))];
  return {
    ...{ entry: claim?.finding.id ?? '', group: claim === undefined ? '' : (claim.finding.group ?? claim.finding.id) },
    ...{ words: tellingWords(text), anatomy, side: finding.side ?? claim?.side ?? null },
    status: finding.certainty === 'absent' || finding.certainty === 'possible' ? finding.certainty : 'present',
    narrowed: false,
    sizes: sorted(finding.sizes.length > 0 ? finding.sizes : sizesOf(text).map(({ mm }) => mm)),
    ...{ text, findingId: finding.findingId, place: null },
  };
}

export function tellingWords(text: string): ReadonlySet<string> {
  const words = wordsOf(text).map(({ word }) => folded(word));
  return new Set(words.filter((word) => /\p{L}/u.test(word) && !FILLING.has(word)));
}

/** Findings and impression of one report say much twice. */
function isSaidAgain(before: FindingItem, item: FindingItem, lexicon: Lexicon): boolean {
  const isNamed = before.group !== '' && before.group === item.group;
  const [one, other] = [before.sizes[0], item.sizes[0]];
  return (
    (isNamed || (item.group === '' && before.group === '' && likeness(before.words, item.words) === 1)) &&
    before.status === item.status &&
    (before.side === item.side || before.side === null || item.side === null) &&
    isNear(before.anatomy, item.anatomy, lexicon) &&
    (one === undefined || other === undefined || one === other)
  );
}

function together(before: FindingItem, item: FindingItem): FindingItem {
  return {
    ...before,
    side: before.side ?? item.side,
    anatomy: [...new Set([...before.anatomy, ...item.anatomy])],
    sizes: before.sizes.length > 0 ? before.sizes : item.sizes,
    narrowed: before.narrowed && item.narrowed,
  };
}

/** Whether two lists of parts can mean one place; an empty one can mean any. */
export function isNear(one: readonly string[], other: readonly string[], lexicon: Lexicon): boolean {
  if (one.length === 0 || other.length === 0) return true;
  return one.some((id) => other.some((beside) => lexicon.isRelated(id, beside)));
}

/** Words in common of all that either has, 0 to 1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}
