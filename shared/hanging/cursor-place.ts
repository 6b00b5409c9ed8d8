import type { Vec3 } from '../model/image.ts';
import { dot, minus } from '../rules/vector.ts';
import type { LinkStack } from './linked-position.ts';

/** Headers round to about a hundredth of a millimetre. */
const ROUNDED_MM = 0.01;

/** The picture of a stack that lies nearest to a place. */
export interface CursorPlace {
  readonly index: number;
  /** mm from its plane. */
  readonly distance: number;
  /** The place lies within the slice of that picture, or as near to it as to its neighbour. */
  readonly reaches: boolean;
}

/**
 * Where a place of the same space lies in a stack: the nearest picture; of several at one height (times, echoes) the one that is looked at.
 * @param thickness of the slices, mm; null where nobody said
 */
export function cursorPlace(
  { planes }: Pick<LinkStack, 'planes'>,
  place: Vec3,
  looked: number,
  thickness: number | null,
): CursorPlace | null {
  const away = planes.map((plane) =>
    plane === null ? Infinity : Math.abs(dot(minus(place, plane.position), plane.normal)),
  );
  const least = Math.min(...away);
  if (!Number.isFinite(least)) return null;
  const isLooked = (away[looked] ?? Infinity) <= least + ROUNDED_MM;
  const index = isLooked ? looked : away.indexOf(least);
  return { index, distance: least, reaches: least <= reach(planes, index, thickness) };
}

/** Half of a slice, or half of the way to the next one where that is further: between two slices the place is nobody's else. */
function reach(planes: LinkStack['planes'], index: number, thickness: number | null): number {
  const here = planes[index];
  const steps = [planes[index - 1], planes[index + 1]].flatMap((next) => {
    if (!here || !next) return [];
    const step = Math.abs(dot(minus(next.position, here.position), here.normal));
    return step > ROUNDED_MM ? [step] : [];
  });
  // The nearer neighbour: over a gap nothing is shown that is not there.
  const step = steps.length === 0 ? 0 : Math.min(...steps);
  return Math.max(step, thickness ?? 0) / 2 + ROUNDED_MM;
}
