import { sortFrames } from '../dicom/sort-frames.ts';
import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { groupsBy, isPlaced, placeKey, typeNames } from './stack-groups.ts';
import type { StackGroup } from './stack-groups.ts';
import type { StackRule, StackRules } from './stack-rules.ts';

/** Pictures of a series that are read one after the other. */
export interface SplitStack {
  /** "b 800, phase 2 of 4"; '' where the series is one stack. */
  readonly name: string;
  /** What the series is not read by: localisers, captures, what has no place among pictures that have one. */
  readonly minor: boolean;
  /** In display order. */
  readonly frames: readonly SeriesFrame[];
}

interface Part {
  readonly names: readonly string[];
  readonly frames: readonly SeriesFrame[];
}

/** Types that nobody opens a series for. */
const MINOR = new Set(['localiser', 'secondary capture', 'without position']);

/**
 * Splits a series into stacks by the rules, one after the other. Every picture is in exactly one stack. A series whose
 * pictures have no place (ultrasound, radiographs, cine) is one stack.
 */
export function splitSeries(frames: readonly SeriesFrame[], rules: StackRules): readonly SplitStack[] {
  if (!frames.some(isPlaced)) return [{ name: '', minor: false, frames }];
  const parts = rules.rules.reduce<readonly Part[]>(
    (all, rule) => all.flatMap((part) => applied(rule, part, rules)),
    [{ names: [], frames }],
  );
  if (parts.length === 1) return [{ name: '', minor: false, frames }];
  const names = distinct(parts.map((part) => part.names.join(', ')));
  return parts.map((part, i) => ({
    name: names[i] ?? '',
    minor: part.names.some((name) => MINOR.has(name)),
    frames: sortFrames(part.frames),
  }));
}

/** The stack that a series is opened at: the first of the largest that it is read by. */
export function mainStack<T extends { readonly minor: boolean; readonly frames: readonly unknown[] }>(
  stacks: readonly T[],
): T | null {
  const read = stacks.filter(({ minor }) => !minor);
  return (read.length > 0 ? read : stacks).reduce<T | null>(
    (best, one) => (best === null || one.frames.length > best.frames.length ? one : best),
    null,
  );
}

function applied(rule: StackRule, part: Part, rules: StackRules): readonly Part[] {
  const { frames } = part;
  if (frames.length < 2 || isLeftTogether(rule, part, rules)) return [part];
  const before = rule.when === 'repeats' ? repeats(frames, rules) : 0;
  if (rule.when === 'repeats' && before === 0) return [part];
  const groups = groupsBy(rule.by, frames, rules);
  if (groups.length < 2 || !isWorth(rule, groups, before, rules)) return [part];
  return groups.map((group) => ({ names: [...part.names, group.name], frames: group.frames }));
}

function isLeftTogether({ by, notIn }: StackRule, { names, frames }: Part, rules: StackRules): boolean {
  // Without a place nothing but the type tells pictures apart.
  if (by !== 'type' && by !== 'place' && !frames.some(isPlaced)) return true;
  if (notIn === undefined) return false;
  if (names.some((name) => notIn.includes(name))) return true;
  return frames.every((one) => typeNames(one, rules).some((name) => notIn.includes(name)));
}

function isWorth(rule: StackRule, groups: readonly StackGroup[], before: number, rules: StackRules): boolean {
  const sizes = groups.map(({ frames }) => frames.length);
  if (rule.when === 'differs') return Math.max(...sizes) >= rule.least;
  if (Math.min(...sizes) < rule.least) return false;
  return groups.reduce((sum, { frames }) => sum + repeats(frames, rules), 0) < before;
}

/** Pictures beyond the first at each place. */
function repeats(frames: readonly SeriesFrame[], { limits }: StackRules): number {
  return frames.length - new Set(frames.map((one, i) => placeKey(one, limits.samePlaceMm) ?? `none ${i}`)).size;
}

/** Two stacks of one name could be taken for each other. */
function distinct(names: readonly string[]): readonly string[] {
  return names.map((name, i) => {
    const alike = names.filter((other) => other === name).length;
    return alike > 1 ? `${name} (${names.slice(0, i + 1).filter((other) => other === name).length})` : name;
  });
}
