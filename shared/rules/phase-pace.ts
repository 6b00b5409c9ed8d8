/** How long a phase stands while phases are played. */
export interface PhasePace {
  /** ms of this one, and of one in the mean. */
  readonly wait: number;
  readonly mean: number;
  /** So many times as fast as they were taken. */
  readonly speed: number;
  /** Whether the header says the times. */
  readonly basis: 'object' | 'assumed';
}

/** Phases that are no times, ms a picture. */
const ASSUMED_MS = 333;
/** No screen shows a picture for less, ms. */
const LEAST_MS = 5;
/** Phases that are farther apart in the mean are played faster than they were taken, ms. */
const TRUE_UP_TO = 1000;
/** As fast as makes them stand no longer than this in the mean, ms. */
const FASTER_TO = 400;
const SPEEDS = [2, 5, 10];
const MOST_SPEED = 1e6;

/**
 * The proportions of the times stay whatever the speed. The last one stands as long as one does in the mean: what follows it is the first
 * again.
 * @param seconds of each phase, rising; null: they are no times
 * @param at the one that stands, from 0
 */
export function phasePace(seconds: readonly number[] | null, at: number): PhasePace {
  const [first = 0, last = 0] = [seconds?.[0], seconds?.at(-1)];
  const step = seconds && seconds.length > 1 ? ((last - first) * 1000) / (seconds.length - 1) : 0;
  if (!seconds || !(step >= LEAST_MS)) return { wait: ASSUMED_MS, mean: ASSUMED_MS, speed: 1, basis: 'assumed' };
  const speed = step <= TRUE_UP_TO ? 1 : speedFor(step / FASTER_TO);
  const [here, next] = [seconds[at], seconds[at + 1]];
  const own = here === undefined || next === undefined ? step : (next - here) * 1000;
  return { wait: Math.max(LEAST_MS, own / speed), mean: step / speed, speed, basis: 'object' };
}

/** 2, 5, 10, 20, 50 …: the smallest that is enough. */
function speedFor(least: number): number {
  for (let ten = 1; ten < MOST_SPEED; ten *= 10) {
    const enough = SPEEDS.find((speed) => speed * ten >= least);
    if (enough !== undefined) return enough * ten;
  }
  return MOST_SPEED;
}
