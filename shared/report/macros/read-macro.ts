import type { MacroFacts } from '../../model/macro.ts';

/**
 * The language of a macro's text:
 *   [size]  []         a field: the key Tab stops at it, and no report is signed with one that was left open
 *   [left|right]       a choice
 *   {age} {sex} {side} {modality}   what is known of the study; a field where it is not
 *   {if sex=F and age>=50}…{else}…{end}   by what is known; a choice of both where it is not
 * Any other brace is a brace.
 */
export type MacroNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly of: MacroValue }
  | {
      readonly kind: 'if';
      readonly terms: readonly MacroTerm[];
      readonly then: readonly MacroNode[];
      readonly otherwise: readonly MacroNode[];
    };

export const MACRO_VALUES = ['age', 'sex', 'side', 'modality'] as const;
export type MacroValue = (typeof MACRO_VALUES)[number];

/** One comparison; several values mean any of them. */
export interface MacroTerm {
  readonly of: MacroValue;
  readonly is: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly values: readonly string[];
}

export interface ReadMacro {
  readonly nodes: readonly MacroNode[];
  /** In words; empty where the text can be used. */
  readonly problems: readonly string[];
}

const MOST_DEPTH = 10;
const TAG = /\{(?:if\s+([^{}]{1,200})|(else)|(end)|(age|sex|side|modality))\}/giu;

interface Open {
  readonly terms: readonly MacroTerm[];
  readonly then: MacroNode[];
  otherwise: MacroNode[] | null;
}

/** Reads the text of a macro; what cannot be understood is said and left out. */
export function readMacro(text: string): ReadMacro {
  const problems: string[] = [];
  const root: MacroNode[] = [];
  const open: Open[] = [];
  const here = (): MacroNode[] => {
    const last = open.at(-1);
    return last === undefined ? root : (last.otherwise ?? last.then);
  };
  const put = (words: string): void => {
    if (words !== '') here().push({ kind: 'text', text: words });
  };
  const close = (): void => {
    const last = open.pop();
    if (last === undefined) problems.push('{end} without {if}');
    else here().push({ kind: 'if', terms: last.terms, then: last.then, otherwise: last.otherwise ?? [] });
  };
  let at = 0;
  for (const found of text.matchAll(TAG)) {
    put(text.slice(at, found.index));
    at = found.index + found[0].length;
    const [, condition, isElse, isEnd, value] = found;
    if (condition !== undefined) open.push({ terms: readTerms(condition, problems), then: [], otherwise: null });
    else if (isEnd !== undefined) close();
    else if (isElse !== undefined) beginElse(open.at(-1), problems);
    else if (value !== undefined) here().push({ kind: 'value', of: valueOf(value) });
    if (open.length > MOST_DEPTH) return { nodes: [], problems: [`more than ${MOST_DEPTH} conditions in each other`] };
  }
  put(text.slice(at));
  if (open.length > 0) problems.push('{if} without {end}');
  while (open.length > 0) close();
  return { nodes: root, problems };
}

function beginElse(last: Open | undefined, problems: string[]): void {
  if (last === undefined || last.otherwise !== null) problems.push('{else} without {if}');
  else last.otherwise = [];
}

function readTerms(condition: string, problems: string[]): readonly MacroTerm[] {
  return condition.split(/\s+and\s+/iu).flatMap((words): MacroTerm[] => {
    const found = /^\s*(age|sex|side|modality)\s*(<=|>=|!=|=|<|>)\s*([\p{L}\p{N}|]+)\s*$/iu.exec(words);
    const term = found === null ? null : termOf(found[1] ?? '', found[2] ?? '', found[3] ?? '');
    if (term !== null) return [term];
    problems.push(`"${words.trim()}" is no condition`);
    return [];
  });
}

const SIGNS: readonly MacroTerm['is'][] = ['=', '!=', '<', '<=', '>', '>='];

function termOf(name: string, sign: string, words: string): MacroTerm | null {
  const is = SIGNS.find((one) => one === sign);
  const of = valueOf(name);
  const values = words.split('|').filter((one) => one !== '');
  if (is === undefined || values.length === 0) return null;
  const isNumber = values.every((one) => /^\d{1,3}$/u.test(one));
  if (of === 'age') return isNumber && values.length === 1 ? { of, is, values } : null;
  return is === '=' || is === '!=' ? { of, is, values: values.map((one) => one.toUpperCase()) } : null;
}

function valueOf(name: string): MacroValue {
  return MACRO_VALUES.find((one) => one === name.toLowerCase()) ?? 'age';
}

/** Whether a condition holds; null: not known. What is known to fail fails whatever else is not known. */
export function holds(terms: readonly MacroTerm[], facts: MacroFacts): boolean | null {
  const each = terms.map((term) => termHolds(term, facts));
  if (each.includes(false)) return false;
  return each.includes(null) ? null : true;
}

function termHolds({ of, is, values }: MacroTerm, facts: MacroFacts): boolean | null {
  if (of === 'age') return facts.ageYears === null ? null : compare(facts.ageYears, is, Number(values[0]));
  const known = knownWords(of, facts);
  if (known.length === 0) return null;
  const isAny = known.some((one) => values.includes(one));
  return is === '!=' ? !isAny : isAny;
}

function compare(a: number, is: MacroTerm['is'], b: number): boolean {
  if (is === '=') return a === b;
  if (is === '!=') return a !== b;
  if (is === '<') return a < b;
  if (is === '<=') return a <= b;
  return is === '>' ? a > b : a >= b;
}

/** In capitals; empty: not known. */
function knownWords(of: 'sex' | 'side' | 'modality', { sex, side, modalities }: MacroFacts): readonly string[] {
  if (of === 'sex') return sex === null ? [] : [sex];
  if (of === 'side') return side === null ? [] : [side.toUpperCase()];
  return modalities.map((one) => one.toUpperCase());
}
