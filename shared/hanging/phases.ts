import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { samePixels } from '../rules/subtraction/series-pairs.ts';
import { phaseAxis } from './phase-axis.ts';

/** A stack of a series: a phase of the heart, a time, a b-value. */
export interface PhaseStack {
  /** What the series is not read by. */
  readonly minor: boolean;
  /** In display order. */
  readonly frames: readonly SeriesFrame[];
}

/** A picture of the place that is looked at. */
export interface Phase {
  readonly stack: number;
  readonly place: number;
  /** "b 800 s/mm²", "320 ms after the R wave"; empty where nothing says it. */
  readonly words: string;
  /** Those of its kind: it is one of `count` from `from` on. */
  readonly run: PhaseRun;
}

/** Phases that are one kind of picture, in their order: what can be played. */
export interface PhaseRun {
  readonly from: number;
  readonly count: number;
  /** One for each, rising; null: what tells them apart is no time. */
  readonly seconds: readonly number[] | null;
}

/** The pictures of one place of a series, run after run, or why there is no other one, in words. */
export type Phases =
  | {
      readonly ok: true;
      readonly phases: readonly Phase[];
      /** Of them, the one that is looked at. */
      readonly here: number;
    }
  | { readonly ok: false; readonly why: string };

interface Found {
  readonly stack: number;
  readonly place: number;
  readonly one: SeriesFrame;
}

/**
 * @param home the picture that is looked at, in stack number `own`
 * @param kindOf pictures of which it says the same are one kind: a map is no phase of what it was worked out from
 */
export function phasesAt(
  stacks: readonly PhaseStack[],
  own: number,
  home: SeriesFrame,
  kindOf: (one: SeriesFrame) => string = () => '',
): Phases {
  const used = stacks.filter(({ minor }, at) => at === own || !minor).length;
  if (used > 1 && (!home.info.position || !home.info.orientation)) return no('the image does not say where it lies');
  const found = stacks.flatMap(({ minor, frames }, stack) =>
    minor && stack !== own
      ? []
      : frames.flatMap((one, place): Found[] => (one === home || samePixels(one, home) ? [{ stack, place, one }] : [])),
  );
  const kinds = new Map<string, Found[]>();
  for (const each of found) {
    const kind = kindOf(each.one);
    kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }
  const phases: Phase[] = [];
  for (const all of kinds.values()) phases.push(...runOf(all, home, phases.length));
  const here = phases.findIndex(({ stack, place }) => stacks[stack]?.frames[place] === home);
  if (here >= 0 && phases.length > 1) return { ok: true, phases, here };
  return no(used < 2 ? 'the series has one phase' : 'no other phase has an image with its pixels at this place');
}

/** Of two pictures of one stack that nothing tells apart, one is a duplicate, and no phase. */
function runOf(all: readonly Found[], home: SeriesFrame, from: number): readonly Phase[] {
  const axis = phaseAxis(all.map(({ one }) => one));
  const isTold = axis.words.some((words) => words !== '');
  const firsts = new Map<number, Found>();
  for (const each of all) if (!firsts.has(each.stack) || each.one === home) firsts.set(each.stack, each);
  const kept = isTold ? axis.order.flatMap((at) => all[at] ?? []) : [...firsts.values()];
  const run: PhaseRun = { from, count: kept.length, seconds: isTold ? axis.seconds : null };
  return kept.map(({ stack, place }, at) => ({ stack, place, words: isTold ? (axis.words[at] ?? '') : '', run }));
}

function no(why: string): Phases {
  return { ok: false, why };
}
