import type { MacroFacts } from '../../model/macro.ts';
import { holds, readMacro } from './read-macro.ts';
import type { MacroNode, MacroValue } from './read-macro.ts';

/** A field or a choice that is open: "[size]", "[left|right]". Nothing of a report is signed with one. */
export const OPEN_FIELD = /\[[^[\]\n]{0,400}\]/u;

/** Text of a macro for this study, with the fields that the reader fills. What is not known is left to the reader, never guessed. */
export function expandMacro(text: string, facts: MacroFacts): string {
  return expandNodes(readMacro(text).nodes, facts);
}

function expandNodes(nodes: readonly MacroNode[], facts: MacroFacts): string {
  return nodes.map((node) => expandNode(node, facts)).join('');
}

function expandNode(node: MacroNode, facts: MacroFacts): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'value') return valueWords(node.of, facts) ?? `[${node.of}]`;
  const known = holds(node.terms, facts);
  const [then, otherwise] = [expandNodes(node.then, facts), expandNodes(node.otherwise, facts)];
  if (known !== null) return known ? then : otherwise;
  // A choice cannot hold another one, nor a line end.
  const isPlain = !/[[\]|\n]/u.test(then + otherwise);
  const asked = [...new Set(node.terms.map(({ of }) => of))].join(' and ');
  return isPlain ? `[${then}|${otherwise}]` : `[${asked} not known]`;
}

const SEX_WORDS = { F: 'female', M: 'male', O: null } as const;

function valueWords(of: MacroValue, { ageYears, sex, side, modalities }: MacroFacts): string | null {
  if (of === 'age') return ageYears === null ? null : String(ageYears);
  if (of === 'sex') return sex === null ? null : SEX_WORDS[sex];
  if (of === 'side') return side;
  return modalities.length === 1 ? (modalities[0] ?? null) : null;
}

/** Where the open fields of a text stand, and what each offers; a field that is no choice offers nothing. */
export interface OpenField {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

export function openFields(text: string): OpenField[] {
  return [...text.matchAll(new RegExp(OPEN_FIELD, 'gu'))].map((found) => {
    const inside = found[0].slice(1, -1);
    const choices = inside.includes('|') ? inside.split('|') : [];
    return { start: found.index, end: found.index + found[0].length, choices };
  });
}
