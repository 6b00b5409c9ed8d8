import { AppError } from '../../../shared/errors/app-error.ts';
import type { RateLimit } from '../../../shared/model/source-settings.ts';
import { rateOf } from '../../../shared/rules/source-rate.ts';
import type { SourceClock } from './source-clock.ts';
import type { Throttle } from './source.ts';

/** What may pass at once after a pause, as time at the allowed rate, seconds. */
const BURST_S = 0.25;
/** The hours may change while somebody waits: looked at again after so many milliseconds. */
const LONGEST_NAP_MS = 1000;
const NAP_WHILE_CLOSED_MS = 15_000;

/**
 * Keeps all transfers of one source together under the rate that its hours allow (a token bucket that may be overdrawn by one
 * chunk, so that no chunk is too large for it). Whoever asked first passes first. Bytes that come in are counted where they are
 * taken over (`IncomingObject.write`), bytes that go out where they are read (`OutgoingObject.open`).
 */
export function openThrottle(limit: () => RateLimit, clock: SourceClock): Throttle {
  const bucket = new Bucket(limit, clock);
  let last: Promise<void> = Promise.resolve();
  return {
    take: (bytes, signal) => {
      const mine = last.then(() => bucket.take(bytes, signal));
      // Whoever was cancelled does not stop the ones behind; it hears of it itself.
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

class Bucket {
  readonly #limit: () => RateLimit;
  readonly #clock: SourceClock;
  #allowance = 0;
  #rate: number | null = null;
  #at: number;

  constructor(limit: () => RateLimit, clock: SourceClock) {
    this.#limit = limit;
    this.#clock = clock;
    this.#at = clock.monotonic();
  }

  async take(bytes: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw new AppError('request/cancelled', 'stopped while waiting for its share of the line');
      const rate = this.#fill();
      if (rate === null) return;
      if (this.#allowance > 0) {
        this.#allowance -= bytes;
        return;
      }
      const owedMs = Math.ceil(((1 - this.#allowance) * 1000) / rate);
      await this.#clock.wait(rate === 0 ? NAP_WHILE_CLOSED_MS : Math.min(owedMs, LONGEST_NAP_MS), signal);
    }
  }

  /** Adds what the time since the last look allows; gives the rate of now. */
  #fill(): number | null {
    const now = this.#clock.monotonic();
    const limit = this.#limit();
    // Most lines have no hours: nobody need ask what time it is.
    const rate = limit.hours.length === 0 ? limit.bytesPerSecond : rateAt(limit, new Date(this.#clock.nowIso()));
    // Nothing is carried over from other hours, neither what was saved nor what was owed.
    if (rate === null || rate !== this.#rate) this.#allowance = 0;
    else this.#allowance = Math.min(this.#allowance + ((now - this.#at) / 1000) * rate, rate * BURST_S);
    this.#rate = rate;
    this.#at = now;
    return rate;
  }
}

/** Bytes per second allowed at a moment, on this computer's own clock; null: as fast as the line is. */
export function rateAt(limit: RateLimit, now: Date): number | null {
  return rateOf(limit, now.getDay(), now.getHours() * 60 + now.getMinutes());
}
