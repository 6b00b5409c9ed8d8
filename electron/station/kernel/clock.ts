import type { Clock } from './ports.ts';

/** The computer's own clock. */
export const systemClock: Clock = {
  nowIso: () => new Date().toISOString(),
  monotonic: () => performance.now(),
};
