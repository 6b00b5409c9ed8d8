import type { Macro, MacroFacts } from '../../model/macro.ts';
import { bodyRegions } from '../body-region.ts';

/** Whether a macro is meant for such a study. What nobody knows of a study is held against none. */
export function fitsStudy(macro: Macro, facts: MacroFacts): boolean {
  const isOf = (wanted: readonly string[], present: readonly string[]): boolean =>
    wanted.length === 0 || present.length === 0 || wanted.some((one) => includes(present, one));
  if (macro.sexes.length > 0 && facts.sex !== null && !macro.sexes.includes(facts.sex)) return false;
  return isOf(macro.modalities, facts.modalities) && isOfRegion(macro.bodyParts, facts);
}

/** Body part and description count alike: either is often wrong or empty. */
function isOfRegion(wanted: readonly string[], { bodyParts, description }: MacroFacts): boolean {
  const named = [...bodyParts, ...(description === null ? [] : [description])];
  if (wanted.length === 0 || named.length === 0 || wanted.some((one) => includes(named, one))) return true;
  const regions = new Set(named.flatMap((text) => [...bodyRegions(text)]));
  return regions.size === 0 || wanted.some((text) => [...bodyRegions(text)].some((region) => regions.has(region)));
}

function includes(texts: readonly string[], wanted: string): boolean {
  return texts.some((one) => one.toUpperCase() === wanted.toUpperCase());
}

/** For whom a macro is, in words; "" for everything. */
export function limitWords({ modalities, bodyParts, sexes }: Macro): string {
  const sex = sexes.map((one) => ({ F: 'female', M: 'male', O: 'other sex' })[one]);
  return [modalities.join('/'), bodyParts.join(', '), sex.join(' or ')].filter((one) => one !== '').join(' · ');
}

export type FoundMacro =
  | { readonly kind: 'macro'; readonly macro: Macro }
  /** There is one, for another kind of study. */
  | { readonly kind: 'elsewhere'; readonly macro: Macro }
  | { readonly kind: 'none' };

/** What a typed shorthand means here: the first that is meant for such a study; a reader's own come before those that ship. */
export function findByShorthand(macros: readonly Macro[], typed: string, facts: MacroFacts): FoundMacro {
  const same = macros.filter(({ shorthand }) => shorthand !== '' && shorthand.toLowerCase() === typed.toLowerCase());
  const macro = same.find((one) => fitsStudy(one, facts));
  if (macro !== undefined) return { kind: 'macro', macro };
  const [other] = same;
  return other === undefined ? { kind: 'none' } : { kind: 'elsewhere', macro: other };
}

/** Macros whose name, shorthand or text has every word; those for such a study first, in the order given. */
export function searchMacros(macros: readonly Macro[], search: string, facts: MacroFacts): Macro[] {
  const wanted = search
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const found = macros.filter(({ name, shorthand, text }) => {
    const all = `${name} ${shorthand} ${text}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
  return [...found.filter((one) => fitsStudy(one, facts)), ...found.filter((one) => !fitsStudy(one, facts))];
}
