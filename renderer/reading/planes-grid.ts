import { likelyAspect } from './hang-desk.ts';
import type { DeskLayout } from './stores.ts';

/** Planes of a series are about square. In a room of this shape, the layout with the largest ones; of equal ones the first. */
const LAYOUTS = [
  { rows: 1, columns: 3 },
  { rows: 2, columns: 2 },
  { rows: 3, columns: 1 },
] as const;

/**
 * How three planes stand: beside each other, two above one, or one above the other.
 * @param aspect width over height of the room for pictures
 */
export function planesGrid(aspect = likelyAspect(window)): Pick<DeskLayout, 'rows' | 'columns'> {
  const side = ({ rows, columns }: (typeof LAYOUTS)[number]): number => Math.min(aspect / columns, 1 / rows);
  return LAYOUTS.reduce<(typeof LAYOUTS)[number]>((best, one) => (side(one) > side(best) ? one : best), LAYOUTS[0]);
}
