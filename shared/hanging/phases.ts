import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { samePixels } from '../rules/subtraction/series-pairs.ts';

/** A stack of a series: a phase of the heart, a time, a b-value. */
export interface PhaseStack {
  /** What the series is not read by. */
  readonly minor: boolean;
  /** In display order. */
  readonly frames: readonly SeriesFrame[];
}

/** Where the same place is in each phase of a series, in their order, or why it cannot be followed, in words. */
export type Phases =
  | {
      readonly ok: true;
      readonly phases: readonly { readonly stack: number; readonly place: number }[];
      /** Of them, the one that is looked at. */
      readonly here: number;
    }
  | { readonly ok: false; readonly why: string };

/** @param home the picture that is looked at, in stack number `own` */
export function phasesAt(stacks: readonly PhaseStack[], own: number, home: SeriesFrame): Phases {
  if (stacks.filter(({ minor }, at) => at === own || !minor).length < 2) return no('the series has one phase');
  if (!home.info.position || !home.info.orientation) return no('the image does not say where it lies');
  const phases = stacks.flatMap(({ minor, frames }, stack) => {
    if (minor && stack !== own) return [];
    const place = frames.findIndex((one) => (stack === own ? one === home : samePixels(one, home)));
    return place < 0 ? [] : [{ stack, place }];
  });
  const here = phases.findIndex(({ stack }) => stack === own);
  if (here < 0 || phases.length < 2) return no('no other phase has an image with its pixels at this place');
  return { ok: true, phases, here };
}

function no(why: string): Phases {
  return { ok: false, why };
}
