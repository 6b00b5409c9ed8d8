import { displayNormal } from '../dicom/sort-images.ts';
import type { SeriesFrame } from '../dicom/sort-frames.ts';
import type { Vec3 } from '../model/image.ts';
import { spacingReport } from '../rules/slice-spacing.ts';

/** Slices are missing after a place. */
export interface SliceGap {
  /** Place in display order, from 0. */
  readonly after: number;
  /** How many, by the usual step. At least 1. */
  readonly missing: number;
}

/** What is wrong with the order of one series as it is shown (fault F51). Places in display order, from 0. */
export interface SliceFaults {
  /** `position`: along the normal of the slices; `number`: by instance number, because places are not known. */
  readonly order: 'position' | 'number';
  /** The numbers that the objects carry run otherwise than their positions. */
  readonly numbersDiffer: boolean;
  readonly gaps: readonly SliceGap[];
  /** `place` shows the same place as `of`, once more than the other places of its volume do. */
  readonly duplicates: readonly { readonly place: number; readonly of: number }[];
  /** Places that have fewer pictures than the others of their volumes, which nothing tells apart. */
  readonly uneven: number;
  /** From this place on the distance between slices is another one: mm before it and after it. Gaps do not count. */
  readonly changes: readonly SpacingChange[];
  /** Places after which the slices lie in another direction. */
  readonly turns: readonly number[];
  /** How far the stack leans against the normal of its slices (gantry tilt), degrees; null where it does not. */
  readonly tilt: number | null;
  /** In words, where another order than that of positions was asked for. */
  readonly sorted?: string;
}

export interface SpacingChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

export const NO_FAULTS: SliceFaults = {
  order: 'number',
  numbersDiffer: false,
  gaps: [],
  duplicates: [],
  uneven: 0,
  changes: [],
  turns: [],
  tilt: null,
};

/** A step this many times the usual one means that slices are missing between. */
const GAP = 1.6;
/** Directions nearer than this are one stack, and positions nearer than this one place (mm). */
const SAME_DIRECTION = 0.9999;
const SAME_PLACE = 0.01;
/** Steps nearer than this are the same, mm: headers round. */
const SAME_STEP = 0.05;
const SAME_STEP_SHARE = 0.02;
/** Fewer steps or places than this say nothing about what is usual. */
const LEAST = 3;

interface Placed {
  readonly place: number;
  readonly frame: SeriesFrame;
  /** mm along the normal. */
  readonly along: number;
  readonly normal: Vec3;
}

/** Looks at a series in display order. Nothing is filled in between: what is missing is only named. */
export function sliceFaults(frames: readonly SeriesFrame[]): SliceFaults {
  const placed = frames.flatMap((frame, place): Placed[] => {
    const { position, orientation } = frame.info;
    if (!position || !orientation) return [];
    const normal = displayNormal(orientation);
    return [{ place, frame, along: dot(position, normal), normal }];
  });
  if (placed.length === 0) return NO_FAULTS;
  const runs = runsOf(placed);
  return {
    order: 'position',
    numbersDiffer: runs.some(numbersDiffer),
    gaps: runs.flatMap(gapsOf),
    changes: runs.flatMap(changesOf),
    turns: turnsOf(placed),
    tilt: tiltOf(runs),
    ...repeats(placed),
  };
}

/** Stretches that walk along one normal: the next volume or another direction begins a new one. */
function runsOf(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const runs: Placed[][] = [];
  for (const one of placed) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const goesOn = last && sameDirection(last, one) && one.along > last.along - SAME_PLACE;
    if (run && goesOn) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

/**
 * A head is often scanned in thin slices below and thick ones above: where all slices say how thick they are, a step is judged by the
 * thickness that it leaves behind, as the other steps of its run are. Reconstructions that overlap have steps shorter than their slices
 * are thick: one that is missing there leaves a step that its neighbours would fill, and is missing all the same.
 */
function gapsOf(run: readonly Placed[]): readonly SliceGap[] {
  const isThick = run.every((one) => thickness(one) > 0);
  const steps = run.slice(1).map((below, i): Step => {
    const above = run[i] ?? below;
    const share = isThick ? (thickness(above) + thickness(below)) / 2 : 1;
    return { after: above.place, size: below.along - above.along, share };
  });
  const known = steps.filter(({ size }) => size > SAME_PLACE).map(({ size, share }) => size / share);
  const usual = known.sort((a, b) => a - b)[Math.floor(known.length / 2)];
  if (usual === undefined || known.length < LEAST) return [];
  return steps.flatMap(({ after, size, share }) => {
    const expected = usual * share;
    if (size <= expected * GAP) return [];
    return [{ after, missing: Math.max(1, Math.round(size / expected) - 1) }];
  });
}

interface Step {
  readonly after: number;
  /** mm. */
  readonly size: number;
  /** What its length is measured by: mean thickness of the slices at its ends, mm; 1 where not all say it. */
  readonly share: number;
}

/** Between two gaps, or an end and a gap, only steps of the slices that are there are compared. */
function changesOf(run: readonly Placed[]): readonly SpacingChange[] {
  const holes = new Set(gapsOf(run).map(({ after }) => after));
  return run.flatMap((one, i) => {
    const [before, after] = [run[i - 1], run[i + 1]];
    if (!before || !after || holes.has(before.place) || holes.has(one.place)) return [];
    const steps = { before: one.along - before.along, after: after.along - one.along };
    // Slices at one place are duplicates, no step of nothing.
    if (steps.before <= SAME_PLACE || steps.after <= SAME_PLACE) return [];
    const least = Math.max(SAME_STEP, SAME_STEP_SHARE * steps.before);
    return Math.abs(steps.after - steps.before) > least ? [{ at: one.place, ...steps }] : [];
  });
}

function turnsOf(placed: readonly Placed[]): readonly number[] {
  return placed.flatMap((one, i) => {
    const next = placed[i + 1];
    return next && !sameDirection(one, next) ? [one.place] : [];
  });
}

function tiltOf(runs: readonly (readonly Placed[])[]): number | null {
  const longest = runs.reduce<readonly Placed[]>((best, run) => (run.length > best.length ? run : best), []);
  if (longest.length < LEAST) return null;
  const { tilted, tiltDegrees } = spacingReport(longest.map(({ frame }) => frame.info));
  return tilted ? tiltDegrees : null;
}

function thickness({ frame }: Placed): number {
  return frame.info.sliceThickness ?? 0;
}

function numbersDiffer(run: readonly Placed[]): boolean {
  const numbers = run.map(({ frame }) => (frame.image.frames === 1 ? frame.image.instanceNumber : null));
  const signs = numbers.slice(1).map((number, i) => {
    const before = numbers[i] ?? null;
    return number === null || before === null ? null : Math.sign(number - before);
  });
  const first = signs[0];
  // Where one has no number, or all have the same one, numbers say no order.
  return signs.every((sign) => sign !== null) && signs.some((sign) => sign !== 0 && sign !== first);
}

/** Volumes at the same places (phases, echoes) repeat every place alike: only what breaks the rule is a fault. */
function repeats(placed: readonly Placed[]): Pick<SliceFaults, 'duplicates' | 'uneven'> {
  const duplicates: { place: number; of: number }[] = [];
  let uneven = 0;
  for (const volume of volumesOf(placed)) {
    const groups = [...groupBy(volume, ({ along }) => Math.round(along / SAME_PLACE)).values()];
    if (groups.length < LEAST) continue;
    const usual = mostCommon(groups.map((group) => group.length));
    for (const group of groups) {
      const first = group[0];
      if (first && group.length < usual) uneven += 1;
      if (first) duplicates.push(...group.slice(usual).map(({ place }) => ({ place, of: first.place })));
    }
  }
  return { duplicates: duplicates.sort((a, b) => a.place - b.place), uneven };
}

/** What the headers tell apart: direction, time, stack, acquisition. */
function volumesOf(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const directions: Placed[] = [];
  const keyOf = (one: Placed): string => {
    let direction = directions.findIndex((other) => sameDirection(other, one));
    if (direction < 0) direction = directions.push(one) - 1;
    const { temporalPosition, stack } = one.frame.info;
    return [direction, temporalPosition, stack?.id, one.frame.image.acquisitionNumber].join(' ');
  };
  return [...groupBy(placed, keyOf).values()];
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** The larger one where two are as common. */
function mostCommon(numbers: readonly number[]): number {
  const counts = [...groupBy(numbers, (number) => number)].map(([number, all]) => ({ number, times: all.length }));
  return counts.sort((a, b) => b.times - a.times || b.number - a.number)[0]?.number ?? 0;
}

function sameDirection(a: Placed, b: Placed): boolean {
  return dot(a.normal, b.normal) > SAME_DIRECTION * Math.hypot(...a.normal) * Math.hypot(...b.normal);
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
