import { textLikeness } from '../prior-relevance.ts';
import { stackReader, studyReader } from './attributes.ts';
import type { AttributeReader } from './attributes.ts';
import type { HangingCase, HangingPrior, HangingStack, HangingStudy } from './case-facts.ts';
import { isShowable } from './case-facts.ts';
import { compileRules, fits, pointsOf } from './rules.ts';
import type { CompiledRules } from './rules.ts';
import type { ImageSet, PriorChoice } from './protocol.ts';

export interface CompiledSet {
  readonly set: ImageSet;
  readonly rules: CompiledRules;
  readonly priorRules: CompiledRules;
  /** Sets that choose among earlier studies in the same way are of one and the same study. */
  readonly choice: string | null;
  /** It asks what the pictures are: only such a set finds a document in place of pictures. */
  readonly asksContent: boolean;
}

/** What an image set found. */
export interface FilledSet {
  readonly set: ImageSet;
  /** The study it was looked for in; null: no earlier study fits. */
  readonly study: HangingStudy | null;
  readonly stack: HangingStack | null;
}

export function compileSets(sets: readonly ImageSet[]): readonly CompiledSet[] {
  return sets.map((set) => ({
    set,
    rules: compileRules(set.rules),
    priorRules: compileRules(set.of === 'current' ? [] : (set.of.rules ?? [])),
    choice: set.of === 'current' ? null : JSON.stringify(set.of),
    asksContent: set.rules.some(
      ({ attribute, is, must }) => must === true && attribute === 'content' && (is === 'equals' || is === 'in'),
    ),
  }));
}

/** A case as all protocols ask it: attributes are worked out once. */
export class ReadCase {
  readonly facts: HangingCase;
  readonly study: AttributeReader;
  readonly #stacks = new WeakMap<HangingStack, AttributeReader>();
  readonly #studies = new WeakMap<HangingStudy, AttributeReader>();

  constructor(facts: HangingCase) {
    this.facts = facts;
    this.study = studyReader(facts);
  }

  stack(stack: HangingStack): AttributeReader {
    const known = this.#stacks.get(stack);
    if (known) return known;
    const made = stackReader(stack);
    this.#stacks.set(stack, made);
    return made;
  }

  prior(prior: HangingStudy): AttributeReader {
    const known = this.#studies.get(prior);
    if (known) return known;
    const made = studyReader(this.facts, prior);
    this.#studies.set(prior, made);
    return made;
  }
}

/** Fills the sets in their order. */
export function fillSets(sets: readonly CompiledSet[], read: ReadCase): ReadonlyMap<string, FilledSet> {
  const filled = new Map<string, FilledSet>();
  const chosen = new Map<string, HangingStudy | null>();
  for (const one of sets) {
    const study = studyFor(one, sets, read, chosen);
    const stack = study ? bestStack(one, study, read, filled) : null;
    filled.set(one.set.id, { set: one.set, study, stack });
  }
  return filled;
}

function studyFor(
  { set, choice, priorRules }: CompiledSet,
  sets: readonly CompiledSet[],
  read: ReadCase,
  chosen: Map<string, HangingStudy | null>,
): HangingStudy | null {
  if (set.of === 'current' || choice === null) return read.facts.study;
  const known = chosen.get(choice);
  if (known !== undefined) return known;
  const alike = sets.filter((other) => other.choice === choice);
  const shows = (prior: HangingPrior): boolean =>
    alike.some((one) => prior.stacks.some((stack) => isOpened(one, stack) && isFor(one.rules, read.stack(stack))));
  const at = set.of.pick.by === 'nth' ? set.of.pick.nth - 1 : 0;
  const taken = priorsFor(set.of, priorRules, read).filter(shows)[at] ?? null;
  chosen.set(choice, taken);
  return taken;
}

/** Earlier studies that fit, in the order of the choice; of equal ones the newer, then by UID: the order they came in does not matter. */
export function priorsFor(choice: PriorChoice, rules: CompiledRules, read: ReadCase): readonly HangingPrior[] {
  const { study, priors } = read.facts;
  const { from = 0, to = Infinity } = choice.age ?? {};
  const weight = (prior: HangingPrior): number => prior.relevance * 100 + pointsOf(rules, read.prior(prior));
  const days = (prior: HangingPrior, without: number): number => prior.daysBefore ?? without;
  const fitting = priors
    .filter((prior) => prior.relevance >= choice.least)
    .filter((prior) => choice.age === undefined || (days(prior, -1) >= from && days(prior, Infinity) <= to))
    .filter((prior) => (choice.same ?? []).every((what) => isSame(what, study, prior)))
    .filter((prior) => fits(rules, read.prior(prior)));
  const unknown = { near: 1e9, old: -1 };
  const byUid = (a: HangingPrior, b: HangingPrior): number => compare(a.studyUid, b.studyUid);
  const nearer = (a: HangingPrior, b: HangingPrior): number => days(a, unknown.near) - days(b, unknown.near);
  switch (choice.pick.by) {
    case 'relevance':
    case 'nth':
      return fitting.toSorted((a, b) => weight(b) - weight(a) || nearer(a, b) || byUid(a, b));
    case 'nearest':
      return fitting.toSorted((a, b) => nearer(a, b) || weight(b) - weight(a) || byUid(a, b));
    case 'oldest':
      return fitting.toSorted(
        (a, b) => days(b, unknown.old) - days(a, unknown.old) || weight(b) - weight(a) || byUid(a, b),
      );
  }
}

function isSame(what: NonNullable<PriorChoice['same']>[number], a: HangingStudy, b: HangingStudy): boolean {
  const values = (study: HangingStudy): readonly string[] => {
    switch (what) {
      case 'region':
        return study.regions;
      case 'modality':
        return study.modalities;
      case 'procedureCode':
        return study.procedureCodes;
      case 'side':
        return study.sides;
    }
  };
  return values(a).some((value) => values(b).includes(value));
}

/** Every must holds, and no more speaks against it than for it: a scout is not hung for want of anything better. */
function isFor(rules: CompiledRules, facts: AttributeReader): boolean {
  return fits(rules, facts) && pointsOf(rules, facts) >= 0;
}

/** Something that a viewport can show; a document in place of pictures only where it is asked for. */
function isOpened({ asksContent }: CompiledSet, stack: HangingStack): boolean {
  return asksContent ? isShowable(stack) : stack.images > 0;
}

function bestStack(
  one: CompiledSet,
  study: HangingStudy,
  read: ReadCase,
  filled: ReadonlyMap<string, FilledSet>,
): HangingStack | null {
  const { set, rules } = one;
  const others = (set.besides ?? []).map((id) => filled.get(id)?.stack);
  const like = set.like === undefined ? null : (filled.get(set.like)?.stack ?? null);
  let best: HangingStack | null = null;
  let most = 0;
  for (const stack of study.stacks) {
    if (!isOpened(one, stack) || others.includes(stack)) continue;
    const facts = read.stack(stack);
    if (!isFor(rules, facts)) continue;
    const points = pointsOf(rules, facts) + (like ? likeness(like, stack) : 0);
    if (best !== null && (points < most || (points === most && stackOrder(stack, best) >= 0))) continue;
    best = stack;
    most = points;
  }
  return best;
}

/** 0 to 50. */
function likeness(a: HangingStack, b: HangingStack): number {
  const same = (x: string | null, y: string | null, weight: number): number => (x !== null && x === y ? weight : 0);
  const thickness =
    a.thickness === null || b.thickness === null || a.thickness <= 0 || b.thickness <= 0
      ? 0
      : Math.max(0, 5 - 5 * Math.abs(Math.log2(a.thickness / b.thickness)));
  return (
    same(a.plane, b.plane, 15) +
    same(a.laterality, b.laterality, 5) +
    same(a.view, b.view, 5) +
    10 * textLikeness(a.description, b.description) +
    5 * textLikeness(a.name, b.name) +
    5 * shared(a.content, b.content) +
    thickness
  );
}

function shared(a: readonly string[], b: readonly string[]): number {
  const both = a.filter((one) => b.includes(one)).length;
  return both === 0 ? 0 : both / Math.max(a.length, b.length);
}

/** What is read before what lies beside it, the larger before the smaller, then by number and UID; runs and clips as they were taken. */
export function stackOrder(a: HangingStack, b: HangingStack): number {
  return (
    Number(a.minor) - Number(b.minor) ||
    (a.cine && b.cine ? 0 : b.images - a.images) ||
    (a.seriesNumber ?? 1e9) - (b.seriesNumber ?? 1e9) ||
    compare(a.seriesUid, b.seriesUid) ||
    a.stack - b.stack ||
    compare(a.objectId ?? '', b.objectId ?? '')
  );
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
