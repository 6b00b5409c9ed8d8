import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../shared/errors/app-error.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Clock } from '../kernel/ports.ts';

/** A clock that can also wait: tests give their own. */
export interface SourceClock extends Clock {
  /** @throws AppError request/cancelled as soon as the signal says so */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const sourceClock: SourceClock = {
  ...systemClock,
  wait: async (ms, signal) => {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      throw new AppError('request/cancelled', 'stopped while waiting', { cause: error });
    }
  },
};
