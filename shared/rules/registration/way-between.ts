import type { Registration, Rigid } from '../../model/registration.ts';
import { after, inverse, SAME_PLACE } from './rigid.ts';

/**
 * What takes a place of the one frame of reference to the same place of the patient in the other, as one registration says; null where
 * it does not tie them. Both may be registered to a third, the object's own (Part 3, C.20.2.1.1).
 */
export function wayBetween(registration: Registration, from: string, to: string): Rigid | null {
  if (from === to) return null;
  const there = toReference(registration, from);
  const back = toReference(registration, to);
  return there && back ? after(inverse(back), there) : null;
}

/** Frames of reference that it ties to each other, its own among them. */
export function tiedSpaces(registration: Registration): readonly string[] {
  const named = registration.spaces.flatMap(({ frameOfReference }) => frameOfReference ?? []);
  const all = new Set([...(registration.reference === null ? [] : [registration.reference]), ...named]);
  return [...all].filter((space) => toReference(registration, space) !== null);
}

function toReference({ reference, spaces }: Registration, space: string): Rigid | null {
  if (reference === null) return null;
  const own = spaces.filter(({ frameOfReference }) => frameOfReference === space);
  // One that speaks twice, once badly, is not believed.
  if (own.some(({ fault }) => fault !== null)) return null;
  return own[0]?.matrix ?? (space === reference ? SAME_PLACE : null);
}
