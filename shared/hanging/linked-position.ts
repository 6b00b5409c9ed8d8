import type { Vec3 } from '../model/image.ts';

/** Where one picture of a stack lies, mm LPS. */
export interface SlicePlane {
  readonly position: Vec3;
  /** Unit vector. */
  readonly normal: Vec3;
  /** Of the picture; absent: only its first pixel is known. */
  readonly centre?: Vec3;
}

/** The planes of a stack in display order; null for pictures without geometry. */
export interface LinkStack {
  readonly frameOfReference: string | null;
  readonly planes: readonly (SlicePlane | null)[];
}

export type LinkKind = 'exact' | 'approximate';

/** Planes further apart than about 18 degrees do not scroll together. */
export const PARALLEL = 0.95;
/** Headers round to about a hundredth of a millimetre. */
const SAME_PLACE_MM = 0.01;

/**
 * Whether two stacks can scroll together. Within one frame of reference by place; across two only by an offset, which
 * is an assumption and is marked as one. Null where geometry is missing or the planes cross.
 */
export function linkKind(a: LinkStack, b: LinkStack): LinkKind | null {
  const first = a.planes.find((plane) => plane !== null);
  const second = b.planes.find((plane) => plane !== null);
  if (!first || !second || a.planes.length < 2 || b.planes.length < 2) return null;
  if (Math.abs(dot(first.normal, second.normal)) < PARALLEL) return null;
  const same = a.frameOfReference !== null && a.frameOfReference !== '' && a.frameOfReference === b.frameOfReference;
  return same ? 'exact' : 'approximate';
}

/**
 * Distance in mm along the first stack's normal between two pictures that show the same place: kept while scrolling.
 * Zero within one frame of reference.
 */
export function linkOffset(a: LinkStack, atA: number, b: LinkStack, atB: number): number {
  const here = a.planes[atA];
  const there = b.planes[atB];
  if (!here || !there || linkKind(a, b) !== 'approximate') return 0;
  return dot(there.position, here.normal) - dot(here.position, here.normal);
}

/** A picture that shows the place of another one as nearly as its stack can. */
export interface LinkedPlace {
  readonly index: number;
  /** The stack has no picture there: the place lies past its ends or in a hole, further off than its pictures are apart. */
  readonly beyond: boolean;
}

/**
 * The picture of `b` nearest to the middle of picture `at` of `a`, among those that lie in its direction; null where nothing can be said.
 * Planes that are a little turned against each other lie far apart at their corners.
 */
export function linkedPlace(a: LinkStack, at: number, b: LinkStack, offset: number): LinkedPlace | null {
  const here = a.planes[at];
  if (!here || linkKind(a, b) === null) return null;
  const [x, y, z] = here.centre ?? here.position;
  const [nx, ny, nz] = here.normal;
  const place: Vec3 = [x + offset * nx, y + offset * ny, z + offset * nz];
  let best: number | null = null;
  let nearest = Infinity;
  b.planes.forEach((plane, index) => {
    // A stack of several directions (a localizer, radial slices) has its places in one of them only.
    if (!plane || Math.abs(dot(plane.normal, here.normal)) < PARALLEL) return;
    const distance = Math.abs(dot(plane.position, plane.normal) - dot(place, plane.normal));
    if (distance < nearest) {
      nearest = distance;
      best = index;
    }
  });
  return best === null ? null : { index: best, beyond: nearest > usualStep(b) + SAME_PLACE_MM };
}

export function linkedIndex(a: LinkStack, at: number, b: LinkStack, offset: number): number | null {
  return linkedPlace(a, at, b, offset)?.index ?? null;
}

/** mm from place to place, whatever order its pictures follow, the usual one of the stack; infinite where all lie at one place. */
function usualStep({ planes }: LinkStack): number {
  const along = Float64Array.from(planes.flatMap((plane) => (plane ? [dot(plane.position, plane.normal)] : []))).sort();
  const steps: number[] = [];
  along.forEach((place, at) => {
    const step = (along[at + 1] ?? place) - place;
    if (step > SAME_PLACE_MM) steps.push(step);
  });
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Infinity;
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
