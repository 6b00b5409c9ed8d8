import { foldText } from '../../dicom/person-name.ts';
import { stackReader } from './attributes.ts';
import { isShowable } from './case-facts.ts';
import type { HangingStack } from './case-facts.ts';
import type { StackRule } from './condition.ts';
import { compileRules, fits, pointsOf } from './rules.ts';
import { stackOrder } from './sets.ts';

/** What a rule stands on: what the pictures are and how they lie, what somebody called them, or their number alone. */
export type Ground = 'needed' | 'pictures' | 'name' | 'number';

export interface ProposedRule {
  readonly rule: StackRule;
  readonly by: Ground;
}

export interface StackByExample {
  readonly rules: readonly ProposedRule[];
  /** Stacks of the study that these rules would take in its place. */
  readonly mistaken: readonly HangingStack[];
  /** What else is true of it and was not needed to find it: the reader may ask for it, too. */
  readonly further: readonly ProposedRule[];
}

const POINTS = { view: 20, plane: 15, bValue: 15, cine: 15, content: 12, side: 20, name: 8, kernel: 6, thickness: 6, images: 4, echo: 4, number: 3 }; // prettier-ignore
/** Of a value that scanners vary a little: 25 % either way. */
const ABOUT = 0.25;
/** Fewer pictures say nothing about how many there are. */
const A_VOLUME = 8;
const MOST_CONTENTS = 12;
const MOST_WORDS = 3;

/**
 * Rules that find this stack among the others of its study, by what its pictures are first. What the maker or the site called it is asked
 * only where that does not tell it apart, its number last.
 * @param others stacks of the same study that could be taken for it
 */
export function stackByExample(stack: HangingStack, others: readonly HangingStack[]): StackByExample {
  const rivals = others.filter((one) => one !== stack && isShowable(one));
  let rules = pictureRules(stack, rivals);
  const resorts = lastResorts(stack, rivals);
  for (const more of resorts) {
    const ahead = aheadOf(stack, rivals, rules);
    if (ahead.length === 0) break;
    const helps = compileRules([more.rule]);
    if (ahead.some((one) => !helps.all.every(({ holds }) => holds(stackReader(one))))) rules = [...rules, more];
  }
  const further = resorts.filter((one) => !rules.includes(one));
  return { rules, mistaken: aheadOf(stack, rivals, rules), further };
}

/** Those that would be taken before it. */
function aheadOf(
  stack: HangingStack,
  rivals: readonly HangingStack[],
  proposed: readonly ProposedRule[],
): readonly HangingStack[] {
  const rules = compileRules(proposed.map(({ rule }) => rule));
  const own = pointsOf(rules, stackReader(stack));
  return rivals.filter((one) => {
    const facts = stackReader(one);
    const points = pointsOf(rules, facts);
    return fits(rules, facts) && (points > own || (points === own && stackOrder(one, stack) < 0));
  });
}

function pictureRules(stack: HangingStack, rivals: readonly HangingStack[]): readonly ProposedRule[] {
  const { modality, minor, view, laterality, plane, bValue, cine, echoTime, images } = stack;
  const same = rivals.filter((one) => one.modality === modality);
  const rules: StackRule[] = [];
  if (view !== null) {
    const must = same.some((one) => one.view !== null && one.view !== view);
    rules.push({ attribute: 'view', is: 'equals', value: view, weight: POINTS.view, ...(must ? { must } : {}) });
  }
  // The side of a whole study is another one in the next patient: only one of two sides is a rule.
  if (isSide(laterality) && same.some((one) => isSide(one.laterality) && one.laterality !== laterality)) {
    rules.push({ attribute: 'side', is: 'equals', value: laterality, weight: POINTS.side, must: true });
  }
  if (plane !== null && plane !== 'oblique') {
    rules.push({ attribute: 'plane', is: 'equals', value: plane, weight: POINTS.plane });
  }
  if (cine) rules.push({ attribute: 'cine', is: 'equals', value: true, weight: POINTS.cine });
  if (bValue !== null) rules.push({ attribute: 'bValue', is: 'equals', value: bValue, weight: POINTS.bValue });
  rules.push(...contentRules(stack, same));
  const isNamed = stack.content.some((one) => one !== 'contrast');
  if (modality === 'MR' && echoTime !== null && !isNamed)
    rules.push({ attribute: 'echoTime', is: 'range', ...about(echoTime), weight: POINTS.echo });
  if (images >= A_VOLUME)
    rules.push({ attribute: 'images', is: 'range', from: Math.floor(images / 4), weight: POINTS.images });
  const needed: StackRule[] = [
    ...(modality === null ? [] : [{ attribute: 'modality', is: 'equals', value: modality, weight: 1, must: true } as const]),
    ...(minor ? [] : [{ attribute: 'minor', is: 'equals', value: false, weight: 1, must: true } as const]),
  ]; // prettier-ignore
  const least: StackRule[] = [{ attribute: 'images', is: 'present', weight: 1, must: true }];
  return [
    ...(needed.length > 0 ? needed : least).map((rule) => ({ rule, by: 'needed' as const })),
    ...rules.map((rule) => ({ rule, by: 'pictures' as const })),
  ];
}

/** What it is, and what it is not while others of the study are. */
function contentRules({ content, document }: HangingStack, rivals: readonly HangingStack[]): readonly StackRule[] {
  const told = (one: string): boolean => one !== 'cine';
  const theirs = new Set(rivals.flatMap((one) => one.content));
  const is = content.filter(told).slice(0, MOST_CONTENTS);
  const isNot = [...theirs].filter((one) => told(one) && !content.includes(one)).sort().slice(0, MOST_CONTENTS); // prettier-ignore
  const rule = (value: string, weight: number): StackRule => ({ attribute: 'content', is: 'equals', value, weight });
  // A document is found by none that does not ask what it is.
  const must = document === undefined ? {} : { must: true };
  return [
    ...is.map((one) => ({ ...rule(one, POINTS.content), ...must })),
    ...isNot.map((one) => rule(one, -POINTS.content)),
  ];
}

/** In the order in which they are trusted. */
function lastResorts(stack: HangingStack, rivals: readonly HangingStack[]): readonly ProposedRule[] {
  const { kernel, thickness, seriesNumber } = stack;
  const all: ProposedRule[] = [];
  if (thickness !== null && thickness > 0) {
    const rule: StackRule = { attribute: 'thickness', is: 'range', ...about(thickness), weight: POINTS.thickness };
    all.push({ rule, by: 'pictures' });
  }
  if (kernel !== null && kernel.length <= 64) {
    all.push({ rule: { attribute: 'kernel', is: 'equals', value: kernel, weight: POINTS.kernel }, by: 'pictures' });
  }
  const words = ownWords(stack, rivals);
  if (words.length > 0) {
    const rule: StackRule = { attribute: 'words', is: 'contains-word', words: [...words], weight: POINTS.name };
    all.push({ rule, by: 'name' });
  }
  const foreign = wordsOfRivalsOnly(stack, rivals);
  if (foreign.length > 0) {
    const rule: StackRule = { attribute: 'words', is: 'without-word', words: [...foreign], weight: POINTS.name };
    all.push({ rule, by: 'name' });
  }
  if (seriesNumber !== null) {
    const rule: StackRule = { attribute: 'seriesNumber', is: 'equals', value: seriesNumber, weight: POINTS.number };
    all.push({ rule, by: 'number' });
  }
  return all;
}

/** Words of its description and name that the fewest others have. */
function ownWords(stack: HangingStack, rivals: readonly HangingStack[]): readonly string[] {
  const theirs = rivals.map((one) => new Set(wordsOf(one)));
  const shared = (word: string): number => theirs.filter((set) => set.has(word)).length;
  const own = [...new Set(wordsOf(stack))].filter((word) => shared(word) < rivals.length);
  return own.toSorted((a, b) => shared(a) - shared(b)).slice(0, MOST_WORDS);
}

function wordsOfRivalsOnly(stack: HangingStack, rivals: readonly HangingStack[]): readonly string[] {
  const own = new Set(wordsOf(stack));
  return [...new Set(rivals.flatMap((one) => wordsOf(one)))].filter((word) => !own.has(word)).sort().slice(0, MOST_WORDS); // prettier-ignore
}

/** Numbers are of one study: dates, counts, accession numbers. */
function wordsOf({ description, name }: HangingStack): readonly string[] {
  const text = foldText([description, name].filter((part) => part !== null).join(' '));
  return text.split(' ').filter((word) => word.length >= 2 && word.length <= 32 && /^\p{L}/u.test(word));
}

function about(value: number): { readonly from: number; readonly to: number } {
  const round = (one: number): number => Math.round(one * 1000) / 1000;
  return { from: round(value * (1 - ABOUT)), to: round(value * (1 + ABOUT)) };
}

function isSide(side: string | null): side is 'L' | 'R' {
  return side === 'L' || side === 'R';
}
