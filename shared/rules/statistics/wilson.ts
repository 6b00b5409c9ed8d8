import { zOf } from './normal.ts';
import type { Level } from './normal.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Interval of a proportion by Wilson's score, without correction for continuity (Wilson 1927; method 3 of Newcombe, Statistics in Medicine
 * 1998; 17: 857). Throws a RangeError for counts that cannot be; without any case it is everything.
 */
export function wilson(events: number, cases: number, level: Level = 0.95): Interval {
  requireCounts(events, cases);
  if (cases === 0) return { low: 0, high: 1 };
  const z = zOf(level);
  const rate = events / cases;
  const middle = 2 * cases * rate + z * z;
  const half = z * Math.sqrt(z * z + 4 * cases * rate * (1 - rate));
  const whole = 2 * (cases + z * z);
  return {
    low: events === 0 ? 0 : Math.max(0, (middle - half) / whole),
    high: events === cases ? 1 : Math.min(1, (middle + half) / whole),
  };
}

/** The same with correction for continuity (method 4 of Newcombe): wider, its coverage never below the level. */
export function wilsonCorrected(events: number, cases: number, level: Level = 0.95): Interval {
  requireCounts(events, cases);
  if (cases === 0) return { low: 0, high: 1 };
  const z = zOf(level);
  const [p, q] = [events / cases, 1 - events / cases];
  const whole = 2 * (cases + z * z);
  const root = (sign: number): number =>
    z * Math.sqrt(Math.max(0, z * z - sign * 2 - 1 / cases + 4 * p * (cases * q + sign)));
  const low = (2 * cases * p + z * z - 1 - root(1)) / whole;
  const high = (2 * cases * p + z * z + 1 + root(-1)) / whole;
  return { low: events === 0 ? 0 : Math.max(0, low), high: events === cases ? 1 : Math.min(1, high) };
}

export function requireCounts(events: number, cases: number): void {
  const isCount = Number.isInteger(events) && Number.isInteger(cases) && events >= 0 && events <= cases;
  if (!isCount) throw new RangeError('events are a whole number of cases, none to all');
}
