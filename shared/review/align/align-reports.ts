import type { FindingSide, ReviewFinding } from '../../model/review/finding.ts';
import { textDifference } from '../../report/differences.ts';
import type { DifferencePart } from '../../report/differences.ts';
import type { Lexicon } from '../../report/language/lexicon.ts';
import type { WrittenSection } from '../../report/text-checks/report-text.ts';
import { isNear, itemsOf, likeness } from './finding-items.ts';
import type { FindingItem } from './finding-items.ts';
import { alignSentences } from './align-sentences.ts';
import type { SentencePair } from './align-sentences.ts';

export interface ReportSide {
  readonly sections: readonly WrittenSection[];
  readonly findings: readonly ReviewFinding[];
}

/** Two lengths of one thing differ from the larger of the two on: readers do not measure alike. */
export interface Tolerance {
  readonly mm: number;
  /** Of the longer one, 0 to 1. */
  readonly share: number;
}

/** Half of the 20 % by which RECIST calls a sum of lesions grown is too little for two readers on one lesion; the whole is not. */
export const USUAL_TOLERANCE: Tolerance = { mm: 2, share: 0.2 };

/** In what two findings differ, the gravest first. place: another part of the same organ. naming: another word for what it may be. */
const DIFFERENCES = ['negation', 'side', 'measurement', 'certainty', 'place', 'naming'] as const;
export type FindingDifference = (typeof DIFFERENCES)[number];

export interface AlignedPair {
  readonly kind: FindingDifference | 'same' | 'only-first' | 'only-second';
  readonly differences: readonly FindingDifference[];
  readonly first: FindingItem | null;
  readonly second: FindingItem | null;
  /** Word by word, where both have it. */
  readonly words: readonly DifferencePart[];
}

export interface Alignment {
  /** In the order of the first report, then what only the second has. */
  readonly pairs: readonly AlignedPair[];
  readonly sentences: readonly SentencePair[];
}

/** Two reports, finding by finding: by what it is, where, on which side and how large; then sentence by sentence. */
export function alignReports(
  first: ReportSide,
  second: ReportSide,
  { lexicon, tolerance = USUAL_TOLERANCE }: { readonly lexicon: Lexicon; readonly tolerance?: Tolerance },
): Alignment {
  const raw = [first, second].map(({ sections, findings }) => itemsOf(sections, findings, lexicon));
  const [a, b] = [joinSides(raw[0] ?? [], raw[1] ?? [], lexicon), joinSides(raw[1] ?? [], raw[0] ?? [], lexicon)];
  const partners = match(a, b, lexicon, tolerance);
  const taken = new Set(partners.values());
  const pairs = a.map((item, at) => {
    const partner = b[partners.get(at) ?? -1];
    return partner === undefined ? only(item, 'only-first') : paired(item, partner, lexicon, tolerance);
  });
  const rest = b.flatMap((item, at) => (taken.has(at) ? [] : [only(item, 'only-second')]));
  return { pairs: [...pairs, ...rest], sentences: alignSentences(first.sections, second.sections) };
}

function only(item: FindingItem, kind: 'only-first' | 'only-second'): AlignedPair {
  const [first, second] = kind === 'only-first' ? [item, null] : [null, item];
  return { kind, differences: [], first, second, words: [] };
}

function paired(first: FindingItem, second: FindingItem, lexicon: Lexicon, tolerance: Tolerance): AlignedPair {
  const found = differencesOf(first, second, lexicon, tolerance);
  const differences = DIFFERENCES.filter((one) => found.has(one));
  return { kind: differences[0] ?? 'same', differences, first, second, words: textDifference(first.text, second.text) };
}

function differencesOf(a: FindingItem, b: FindingItem, lexicon: Lexicon, tolerance: Tolerance): Set<FindingDifference> {
  const found = new Set<FindingDifference>();
  const isDenied = (a.status === 'absent') !== (b.status === 'absent');
  if (isDenied) found.add(a.narrowed || b.narrowed ? 'certainty' : 'negation');
  else if (a.status !== b.status) found.add('certainty');
  if (!isDenied && a.side !== null && b.side !== null && a.side !== b.side) found.add('side');
  if (areSizesApart(a, b, tolerance)) found.add('measurement');
  if (!isDenied && !isNear(a.anatomy, b.anatomy, lexicon)) found.add('place');
  if (a.group !== b.group) found.add('naming');
  return found;
}

function areSizesApart(a: FindingItem, b: FindingItem, { mm, share }: Tolerance): boolean {
  const [one, other] = [a.sizes[0], b.sizes[0]];
  if (one === undefined || other === undefined) return false;
  // Tenths of a millimetre in floating point: 10.2 − 8.2 is not to be more than 2.
  return Math.abs(one - other) > Math.max(mm, share * Math.max(one, other)) + 1e-9;
}

/** Best first: which finding of the second report is meant by which of the first. */
function match(
  a: readonly FindingItem[],
  b: readonly FindingItem[],
  lexicon: Lexicon,
  tolerance: Tolerance,
): Map<number, number> {
  const all = a.flatMap((one, i) => b.map((other, j) => ({ i, j, score: scoreOf(one, other, lexicon, tolerance) })));
  const ranked = all
    .filter(({ score }) => score > 0)
    .sort((x, y) => y.score - x.score || x.i + x.j - y.i - y.j || x.i - y.i);
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, j } of ranked) {
    if (partners.has(i) || taken.has(j)) continue;
    partners.set(i, j);
    taken.add(j);
  }
  return partners;
}

/** Words that two readers use for one thing before they know what it is. */
const NEAR_GROUPS: readonly (readonly string[])[] = [
  ['nodule', 'tumor', 'lesion', 'cyst', 'abscess'],
  ['consolidation', 'atelectasis', 'ground-glass', 'edema'],
  ['infarct', 'occlusion', 'hemorrhage'],
  ['fracture', 'dislocation'],
];

/** 0: cannot mean the same. */
function scoreOf(a: FindingItem, b: FindingItem, lexicon: Lexicon, tolerance: Tolerance): number {
  const what = whatScore(a, b);
  if (what === 0) return 0;
  const place = placeScore(a, b, lexicon);
  if (place === null) return 0;
  const isNamedOtherwise = a.group !== b.group;
  // Another name is believed for one thing only where place and side say so too.
  if (
    isNamedOtherwise &&
    (place <= 0 || areSidesApart(a.side, b.side) || a.status === 'absent' || b.status === 'absent')
  )
    return 0;
  const side = a.side === b.side ? 2 : areSidesApart(a.side, b.side) ? -1 : 0.5;
  const status = a.status === b.status ? 1 : 0;
  const size = a.sizes.length === 0 || b.sizes.length === 0 ? 0 : areSizesApart(a, b, tolerance) ? -0.5 : 1;
  const words = likeness(a.words, b.words);
  return Math.max(0.01, what + place + side + status + size + words);
}

function whatScore(a: FindingItem, b: FindingItem): number {
  if (a.group === '' || b.group === '') return likeness(a.words, b.words) >= 0.5 ? 3 : 0;
  if (a.entry === b.entry) return 4;
  if (a.group === b.group) return 3;
  return NEAR_GROUPS.some((groups) => groups.includes(a.group) && groups.includes(b.group)) ? 1 : 0;
}

/** Parts so large that to lie in one of them is not to lie near each other. */
const WIDE = new Set(['head', 'neck', 'chest', 'abdomen', 'pelvis', 'bones', 'soft-tissues']);

/** Null: in different organs. */
function placeScore(a: FindingItem, b: FindingItem, lexicon: Lexicon): number | null {
  if (a.anatomy.length === 0 || b.anatomy.length === 0) return 0.5;
  if (isNear(a.anatomy, b.anatomy, lexicon)) return 2;
  const wholes = (ids: readonly string[]): string[] => ids.flatMap((id) => [...lexicon.withWholes(id)]);
  const others = new Set(wholes(b.anatomy));
  return wholes(a.anatomy).some((id) => others.has(id) && !WIDE.has(id)) ? -1 : null;
}

function areSidesApart(a: FindingSide | null, b: FindingSide | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** "Right effusion. Left effusion." is what the other report calls bilateral. */
function joinSides(items: readonly FindingItem[], others: readonly FindingItem[], lexicon: Lexicon): FindingItem[] {
  const dropped = new Set<FindingItem>();
  const joined = items.map((item) => {
    if (item.side !== 'left' && item.side !== 'right') return item;
    const isBoth = others.some(
      (other) => other.side === 'both' && other.group === item.group && other.status === item.status,
    );
    const opposite = item.side === 'left' ? 'right' : 'left';
    const twin = items.find(
      (other) =>
        other.side === opposite &&
        other.group === item.group &&
        other.status === item.status &&
        isNear(other.anatomy, item.anatomy, lexicon),
    );
    if (!isBoth || twin === undefined || dropped.has(item)) return item;
    dropped.add(twin);
    const text = twin.text === item.text ? item.text : `${item.text}. ${twin.text}`;
    return { ...item, side: 'both' as const, text, sizes: [...item.sizes, ...twin.sizes].sort((x, y) => y - x) };
  });
  return joined.filter((_, at) => !dropped.has(items[at] as FindingItem));
}
