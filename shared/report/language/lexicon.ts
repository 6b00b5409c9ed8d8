import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { foldWord, singular, wordsOf } from './words.ts';
import type { Word } from './words.ts';

const Words = z.array(z.string().min(2)).min(1);

/** A part of the body as reports name it. */
export const AnatomyEntry = z.strictObject({
  id: z.string(),
  words: Words,
  /** Ids of what it is a part of. */
  of: z.array(z.string()).optional(),
  /** There is one on each side. */
  paired: z.boolean().optional(),
  /** Only in this sex, as registered. */
  sex: z.enum(['F', 'M']).optional(),
});
export type AnatomyEntry = z.infer<typeof AnatomyEntry>;

/** Something that a reader finds. Entries of one group are words for the same matter, wider or narrower. */
export const FindingEntry = z.strictObject({
  id: z.string(),
  words: Words,
  group: z.string().optional(),
  /** Must not be missing from an impression. */
  major: z.boolean().optional(),
  /** Grave only from this size on, millimetres; without a size beside it, it is not. */
  majorFrom: z.number().optional(),
  sex: z.enum(['F', 'M']).optional(),
  /** Its words mean it only where one of these stands in the same sentence: a vein is "non-compressible", so is an appendix. */
  beside: Words.optional(),
  /** Sizes that it can have, in millimetres; what lies outside is a slip of the unit. */
  sizes: z.tuple([z.number(), z.number()]).optional(),
});
export type FindingEntry = z.infer<typeof FindingEntry>;

/** Words of one of the ages of life: years, both ends included. */
export const AgeEntry = z.strictObject({
  words: Words,
  from: z.number().optional(),
  to: z.number().optional(),
});

/** A finding that has to be told at once (category 1 of the actionable findings), by its own words or by a pair. */
export const CriticalEntry = z.strictObject({
  id: z.string(),
  title: z.string(),
  words: z.array(z.string()),
  /** Findings that count where one of the parts stands in the same sentence. */
  findings: z.array(z.string()).optional(),
  at: z.array(z.string()).optional(),
  /** Words in the same sentence that make it another, lesser matter. */
  unless: z.array(z.string()).optional(),
});
export type CriticalEntry = z.infer<typeof CriticalEntry>;

/** The words that the checks of a report know, with their version and date. */
export const LexiconFile = z.strictObject({
  version: z.number().int(),
  date: z.string(),
  anatomy: z.array(AnatomyEntry),
  findings: z.array(FindingEntry),
  ages: z.array(AgeEntry),
  critical: z.array(CriticalEntry),
});
export type LexiconFile = z.infer<typeof LexiconFile>;

/** Something of the lexicon in a text; `at` and `end` are places among the words, end excluded. */
export interface Term<Entry> {
  readonly entry: Entry;
  readonly at: number;
  readonly end: number;
}

/** Phrases by their first word, longest first. */
class Phrases<Entry> {
  readonly #byFirst = new Map<string, { readonly words: readonly string[]; readonly entry: Entry }[]>();

  constructor(entries: readonly { readonly words: readonly string[]; readonly entry: Entry }[]) {
    for (const { words, entry } of entries) {
      for (const phrase of words) this.#add(phrase, entry);
    }
    for (const list of this.#byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  }

  /** Terms of a text from left to right; none lies within another. */
  find(words: readonly Word[]): Term<Entry>[] {
    const found: Term<Entry>[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const term = this.#termAt(words, at);
      if (term === null) continue;
      found.push(term);
      at = term.end - 1;
    }
    return found;
  }

  #termAt(words: readonly Word[], at: number): Term<Entry> | null {
    const first = words[at]?.word ?? '';
    const candidates = [...(this.#byFirst.get(first) ?? []), ...(this.#byFirst.get(singular(first)) ?? [])];
    for (const { words: phrase, entry } of candidates) {
      if (phrase.every((word, place) => isSame(words[at + place]?.word, word))) {
        return { entry, at, end: at + phrase.length };
      }
    }
    return null;
  }

  #add(phrase: string, entry: Entry): void {
    const words = wordsOf(phrase).map(({ word }) => word);
    const first = words[0];
    if (first === undefined) return;
    const list = this.#byFirst.get(first) ?? [];
    list.push({ words, entry });
    this.#byFirst.set(first, list);
  }
}

function isSame(word: string | undefined, wanted: string): boolean {
  return word !== undefined && (word === wanted || singular(word) === wanted);
}

/** The lexicon ready for use. */
export class Lexicon {
  readonly version: string;
  readonly #anatomy: Phrases<AnatomyEntry>;
  readonly #findings: Phrases<FindingEntry>;
  readonly #ages: Phrases<LexiconFile['ages'][number]>;
  readonly #critical: Phrases<CriticalEntry>;
  readonly #wholes = new Map<string, readonly string[]>();
  readonly critical: readonly CriticalEntry[];

  /** Throws AppError report/bad-rules for a file of another shape, or one that names a part which it does not know. */
  constructor(json: unknown) {
    const parsed = LexiconFile.safeParse(json);
    if (!parsed.success) throw badLexicon(parsed.error.issues[0]?.message ?? 'not a lexicon');
    const file = parsed.data;
    this.version = `${file.version} of ${file.date}`;
    this.#anatomy = phrases(file.anatomy);
    this.#findings = phrases(file.findings);
    this.#ages = phrases(file.ages);
    this.#critical = phrases(file.critical);
    this.critical = file.critical;
    const known = new Set(file.anatomy.map(({ id }) => id));
    for (const { id, of = [] } of file.anatomy) {
      const stranger = of.find((whole) => !known.has(whole));
      if (stranger !== undefined) throw badLexicon(`${id} is a part of ${stranger}, which is not there`);
      this.#wholes.set(id, of);
    }
  }

  anatomy(words: readonly Word[]): Term<AnatomyEntry>[] {
    return this.#anatomy.find(words);
  }

  findings(words: readonly Word[]): Term<FindingEntry>[] {
    return this.#findings
      .find(words)
      .filter(
        ({ entry: { beside } }) => beside === undefined || words.some(({ word }) => beside.includes(singular(word))),
      );
  }

  ages(words: readonly Word[]): Term<LexiconFile['ages'][number]>[] {
    return this.#ages.find(words);
  }

  criticalPhrases(words: readonly Word[]): Term<CriticalEntry>[] {
    return this.#critical.find(words);
  }

  /** The part itself and all that it is a part of. */
  withWholes(id: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(this.#wholes.get(next) ?? []));
    }
    return found;
  }

  /** What the part is in the end a part of; itself where it is of nothing. */
  regionsOf(id: string): readonly string[] {
    return [...this.withWholes(id)].filter((one) => (this.#wholes.get(one) ?? []).length === 0);
  }

  /** Whether two parts can be meant by one another: the same, or one a part of the other. */
  isRelated(one: string, other: string): boolean {
    return this.withWholes(one).has(other) || this.withWholes(other).has(one);
  }
}

function phrases<Entry extends { readonly words: readonly string[] }>(entries: readonly Entry[]): Phrases<Entry> {
  return new Phrases(entries.map((entry) => ({ words: entry.words, entry })));
}

/** A single word in the form in which texts are compared. */
export function folded(word: string): string {
  return singular(foldWord(word));
}

function badLexicon(why: string): AppError {
  return new AppError('report/bad-rules', `not a usable lexicon: ${why}`);
}
