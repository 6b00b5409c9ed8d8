import type { HoldCause } from '../model/case-hold.ts';

/** In words, for the reader and for the site alike. */
export const HOLD_WORDS: Readonly<Record<HoldCause, string>> = {
  'more-images': 'more images',
  history: 'clinical history',
  priors: 'earlier studies',
  technologist: 'a call from the technologist',
  other: 'an answer of the site',
};

/** A time in which a service level does not run. UTC, ISO 8601; until null: it goes on. */
export interface Pause {
  readonly from: string;
  readonly until: string | null;
}

/**
 * When a case is due whose clock stood still for a while: later by every ended pause, as far as it lies after the clock began. A pause
 * that goes on moves nothing yet: what is left is read at its beginning (`clockStands`).
 * @param dueAt, clockFrom, and the result: UTC, ISO 8601
 */
export function dueAfterPauses(dueAt: string, clockFrom: string, pauses: readonly Pause[]): string {
  const begin = Date.parse(clockFrom);
  const ended = pauses.flatMap(({ from, until }) =>
    until === null ? [] : [[Math.max(begin, Date.parse(from)), Date.parse(until)] as const],
  );
  let moved = 0;
  let reached = -Infinity;
  // Two pauses that overlap count once.
  for (const [from, until] of ended.toSorted(([a], [b]) => a - b)) {
    moved += Math.max(0, until - Math.max(from, reached));
    reached = Math.max(reached, until);
  }
  return moved === 0 ? dueAt : new Date(Date.parse(dueAt) + moved).toISOString();
}
