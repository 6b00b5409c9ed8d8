/** Milliseconds. */
const FIRST_WAIT = 2000;
export const LONGEST_WAIT = 10 * 60_000;
/** Failures in a row after which a destination is left alone for a while. */
const BREAKS_AFTER = 3;

/**
 * How long to wait after so many failures in a row: doubles, up to ten minutes, and never the same twice, so that stations that
 * lost the same line do not come back at the same moment.
 * @param failures from 1 @param random from 0 to below 1
 * @returns milliseconds
 */
export function backOff(failures: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(wait * (0.5 + random / 2));
}

/** Circuit breaker of one destination. */
export interface Breaker {
  /** In a row. */
  readonly failures: number;
  /** Nothing is tried before, monotonic milliseconds; null: closed. */
  readonly until: number | null;
}

export const CLOSED: Breaker = { failures: 0, until: null };

/** After the wait one row is tried: it closes the breaker, or opens it for longer. */
export function breakerAfterFailure({ failures }: Breaker, now: number, random: number): Breaker {
  const count = failures + 1;
  return { failures: count, until: count < BREAKS_AFTER ? null : now + backOff(count - BREAKS_AFTER + 1, random) };
}

/** Milliseconds until something may be tried; 0: now. */
export function breakerWait({ until }: Breaker, now: number): number {
  return until === null ? 0 : Math.max(0, until - now);
}
