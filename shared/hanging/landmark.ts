import type { Vec3 } from '../model/image.ts';
import { linkKind, linkOffset, PARALLEL } from './linked-position.ts';
import type { LinkStack } from './linked-position.ts';

/** One place that a reader took for the same in two frames of reference: an assumption, to be marked as one. */
export interface Landmark {
  /** Along which it was said, unit vector. */
  readonly normal: Vec3;
  /** mm along `normal` from the place in the first to the place in the second. */
  readonly offset: number;
}

/** Picture `atA` of the one stack and picture `atB` of the other show the same place; null where no words are needed, or none help. */
export function landmarkOf(a: LinkStack, atA: number, b: LinkStack, atB: number): Landmark | null {
  const here = a.planes[atA];
  if (!here || !b.planes[atB] || linkKind(a, b) !== 'approximate') return null;
  return { normal: here.normal, offset: linkOffset(a, atA, b, atB) };
}

/** The offset for slices that run along another normal; null where they cross those that it was said for. */
export function offsetAlong({ normal, offset }: Landmark, along: Vec3): number | null {
  const cosine = normal[0] * along[0] + normal[1] * along[1] + normal[2] * along[2];
  return Math.abs(cosine) < PARALLEL ? null : offset * Math.sign(cosine);
}

/** The same landmark seen from the other frame of reference. */
export function reversed({ normal, offset }: Landmark): Landmark {
  return { normal, offset: -offset };
}
