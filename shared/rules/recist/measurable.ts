import { NORMAL_NODE_MM } from './lesions.ts';

/** How a lesion is seen at baseline. Lengths in mm. */
export type BaselineLesion = Readonly<{
  node: boolean;
  organ: string;
  /** Longest diameter, of a node its short axis. */
  mm: number;
  seenOn: 'CT' | 'MR' | 'chest radiograph';
  /** Distance from slice to slice where known. */
  sliceMm: number | null;
  /** Bone without soft tissue, effusion, leptomeningeal or lymphangitic spread. */
  withoutMass: boolean;
  irradiated: boolean;
  progressedSinceRadiation: boolean;
}>;

export type Measurable = Readonly<{ measurable: boolean; reason: string }>;

const LEAST_LESION_MM = 10;
const LEAST_NODE_MM = 15;
const LEAST_ON_RADIOGRAPH_MM = 20;
const THIN_SLICE_MM = 5;

/** Whether a lesion may be a target (rule 3.3), with the reason in words. */
export function measurableLesion(lesion: BaselineLesion): Measurable {
  if (lesion.withoutMass) return no('has no mass that can be measured');
  if (lesion.irradiated && !lesion.progressedSinceRadiation)
    return no('lies in a radiated field and has not grown since');
  if (lesion.node) {
    if (lesion.mm < NORMAL_NODE_MM) return no('a node under 10 mm is a normal one');
    if (lesion.mm < LEAST_NODE_MM) return no('a node of 10 to 15 mm is a non-target lesion');
    return yes('node of 15 mm or more');
  }
  const least = leastDiameter(lesion);
  return lesion.mm >= least
    ? yes(`${String(least)} mm or more`)
    : no(`under ${String(least)} mm on ${lesion.seenOn === 'chest radiograph' ? 'a chest radiograph' : lesion.seenOn}`);
}

/** Thick slices hide small lesions: then twice the slice is the least. */
function leastDiameter({ seenOn, sliceMm }: BaselineLesion): number {
  if (seenOn === 'chest radiograph') return LEAST_ON_RADIOGRAPH_MM;
  return sliceMm !== null && sliceMm > THIN_SLICE_MM ? 2 * sliceMm : LEAST_LESION_MM;
}

const MOST_TARGETS = 5;
const MOST_OF_AN_ORGAN = 2;

/** What is wrong with a choice of targets, in words; empty when nothing is. All nodes are one organ. */
export function targetChoiceProblems(
  lesions: readonly Readonly<{ node: boolean; organ: string }>[],
): readonly string[] {
  const problems: string[] = [];
  if (lesions.length > MOST_TARGETS) problems.push('more than 5 target lesions');
  const organs = new Map<string, number>();
  for (const { node, organ } of lesions) {
    const name = node ? 'lymph nodes' : organ;
    organs.set(name, (organs.get(name) ?? 0) + 1);
  }
  for (const [organ, count] of organs) if (count > MOST_OF_AN_ORGAN) problems.push(`more than 2 targets: ${organ}`);
  return problems;
}

function yes(reason: string): Measurable {
  return { measurable: true, reason };
}

function no(reason: string): Measurable {
  return { measurable: false, reason };
}
