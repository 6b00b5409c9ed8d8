import { z } from 'zod';
import { StackAttribute, StudyAttribute, StudyRule } from './condition.ts';
import { LocalId } from './display-set.ts';

/** Characters of one. */
const LONGEST = 4000;
/** Of the name that a stranger gives an attribute, in words. */
const LONGEST_NAME = 40;

/** A rule of a kind that this version of the program does not know, as a later version wrote it: kept, shown, and never guessed at. */
export const ForeignRule = z.strictObject({
  list: z.enum(['studies', 'pictures', 'priors']),
  /** The image set that it is of; absent of `studies`. */
  set: LocalId.optional(),
  /** Its place in the list, from 0. */
  at: z.number().int().min(0).max(64),
  must: z.boolean(),
  /** JSON, as it came. */
  text: z.string().min(2).max(LONGEST),
});
export type ForeignRule = z.infer<typeof ForeignRule>;

type Json = Readonly<Record<string, unknown>>;
type Place = Pick<ForeignRule, 'list' | 'set'>;

const Kinded = z.looseObject({ attribute: z.string(), is: z.string(), must: z.boolean().optional() });
const KNOWN: ReadonlySet<string> = new Set(StudyRule.options.map(({ shape }) => shape.is.value));

/**
 * A document of a file with the rules of unknown kinds set aside, for HangingProtocol to read. What is of a known kind and broken stays
 * where it is, and is refused there.
 */
export function setAside(value: unknown): unknown {
  if (!isObject(value)) return value;
  const foreign: ForeignRule[] = [];
  const rest = (rules: unknown, place: Place): unknown =>
    Array.isArray(rules)
      ? rules.filter((rule: unknown, at) => {
          const found = foreignRule(rule, place, at);
          if (found) foreign.push(found);
          return !found;
        })
      : rules;
  const ofSet = (set: unknown): unknown => {
    if (!isObject(set) || typeof set['id'] !== 'string') return set;
    const { id, of } = set;
    const rules = rest(set['rules'], { list: 'pictures', set: id });
    if (!isObject(of) || !('rules' in of)) return { ...set, rules };
    return { ...set, rules, of: { ...of, rules: rest(of['rules'], { list: 'priors', set: id }) } };
  };
  const sets: unknown = value['imageSets'];
  const read = {
    ...value,
    for: rest(value['for'], { list: 'studies' }),
    imageSets: Array.isArray(sets) ? sets.map(ofSet) : sets,
  };
  if (foreign.length === 0) return value;
  return {
    ...read,
    foreign: [...(Array.isArray(value['foreign']) ? (value['foreign'] as unknown[]) : []), ...foreign],
  };
}

/** The document with those rules where they stood: for a version of the program that may know them. */
export function putBack<
  T extends {
    readonly foreign?: readonly ForeignRule[] | undefined;
    readonly for: readonly unknown[];
    readonly imageSets: readonly { readonly id: string; readonly rules: readonly unknown[]; readonly of: unknown }[];
  },
>(document: T): unknown {
  const { foreign = [], ...plain } = document;
  const back = (rules: readonly unknown[], list: ForeignRule['list'], set?: string): readonly unknown[] =>
    foreign
      .filter((one) => one.list === list && one.set === set)
      .toSorted((a, b) => a.at - b.at)
      .reduce<readonly unknown[]>((all, { at, text }) => all.toSpliced(at, 0, JSON.parse(text)), rules);
  return {
    ...plain,
    for: back(document.for, 'studies'),
    imageSets: document.imageSets.map(({ rules, of, ...set }) => ({
      ...set,
      of: isObject(of) && Array.isArray(of['rules']) ? { ...of, rules: back(of['rules'], 'priors', set.id) } : of,
      rules: back(rules, 'pictures', set.id),
    })),
  };
}

/** "a rule on “density” (between)": what a stranger called it. */
export function foreignWords({ text }: Pick<ForeignRule, 'text'>): string {
  const read = Kinded.safeParse(JSON.parse(text));
  if (!read.success) return 'a rule';
  const short = (name: string): string => name.slice(0, LONGEST_NAME);
  return `a rule on “${short(read.data.attribute)}” (${short(read.data.is)})`;
}

/** What becomes of it. */
export function foreignFate({ must }: Pick<ForeignRule, 'must'>): string {
  return must
    ? 'not known to this version of the program, and it must hold: the protocol hangs nothing'
    : 'not known to this version of the program, and left out';
}

function foreignRule(rule: unknown, place: Place, at: number): ForeignRule | null {
  const read = Kinded.safeParse(rule);
  if (!read.success) return null;
  const { attribute, is, must = false } = read.data;
  const attributes: readonly string[] = (place.list === 'pictures' ? StackAttribute : StudyAttribute).options;
  if (attributes.includes(attribute) && KNOWN.has(is)) return null;
  const text = JSON.stringify(rule);
  return text.length > LONGEST ? null : { ...place, at, must, text };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
