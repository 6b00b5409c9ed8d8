import type { Point2 } from '../../model/measurement.ts';

export type CurvedLength =
  | { readonly ok: true; readonly way: 'along' | 'across'; readonly mm: number }
  | { readonly ok: false; readonly words: string };

/** So near to its middle line a length is one of the path itself, mm. */
const ON_PATH_MM = 2;
/** A line across may lean so much: its length is then wrong by a thousandth. */
const LEAN = 0.05;

/** Why any other line has no length. */
export const BENT_WORDS =
  'The picture is a bent sheet laid straight: lengths are true along its middle line and straight across it, nowhere else.';

/**
 * The length of a line on a picture laid straight along a path: the arc along its middle line, or straight across it; any other would
 * be measured over the bend and is refused.
 * @param size mm of a pixel, both ways
 * @param half row of the path
 */
export function curvedLength([a, b]: readonly [Point2, Point2], size: number, half: number): CurvedLength {
  const [along, across] = [Math.abs(b[0] - a[0]) * size, Math.abs(b[1] - a[1]) * size];
  if (across > 0 && along <= Math.max(size / 2, LEAN * across)) return { ok: true, way: 'across', mm: across };
  const onPath = [a, b].every(([, y]) => Math.abs(y - half) * size <= ON_PATH_MM);
  return onPath && along > 0 ? { ok: true, way: 'along', mm: along } : { ok: false, words: BENT_WORDS };
}
