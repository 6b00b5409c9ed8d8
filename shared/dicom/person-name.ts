import type { PersonName } from '../model/study.ts';

const EMPTY: PersonName = { alphabetic: '', ideographic: '', phonetic: '' };

/** Splits decoded PN text (Part 5, 6.2.1) in its groups; components keep their ^, empty ones at the end go. */
export function parsePersonName(text: string): PersonName {
  const groups = text.split('=').map(tidyGroup);
  return {
    ...EMPTY,
    alphabetic: groups[0] ?? '',
    ideographic: groups[1] ?? '',
    phonetic: groups[2] ?? '',
  };
}

function tidyGroup(group: string): string {
  return group
    .split('^')
    .map((component) => component.trim())
    .join('^')
    .replace(/\^+$/, '');
}

/** "DOE, Jane Ann Dr. Jr.": family name in capitals as far as the script has them, then given, middle, prefix, suffix. */
export function displayName(name: PersonName): string {
  const group = [name.alphabetic, name.ideographic, name.phonetic].find((text) => text !== '');
  if (group === undefined) return '';
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^');
  const rest = [prefix, given, middle, suffix].filter((part) => part !== '').join(' ');
  const capitals = family.toUpperCase();
  if (capitals === '') return rest;
  return rest === '' ? capitals : `${capitals}, ${rest}`;
}

/** Folds accents, case, width and punctuation away, so that "MULLER" finds "Müller^Jörg". Words keep single spaces. */
export function foldText(text: string): string {
  // Of plain letters only their capitals: most words are such, and lists of reports have millions.
  if (/^[A-Za-z0-9]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What a search over names looks in: all three groups, folded. */
export function searchName(name: PersonName): string {
  return [name.alphabetic, name.ideographic, name.phonetic].map(foldText).filter(Boolean).join(' ');
}

/** True unless both sides have the same group and it differs. Case, accents and empty components do not count. */
export function namesAgree(a: PersonName, b: PersonName): boolean {
  const groups = ['alphabetic', 'ideographic', 'phonetic'] as const;
  return groups.every((group) => a[group] === '' || b[group] === '' || foldText(a[group]) === foldText(b[group]));
}
