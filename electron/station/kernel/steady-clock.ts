import type { Clock } from './ports.ts';

/**
 * The time of the computer's clock that never goes back: by no less than what passed while this program ran, and never before what was
 * written down already. A clock that somebody puts back, or that an empty battery lost, takes nothing off a time that is counted.
 */
export class SteadyClock {
  readonly #clock: Clock;
  #at: number;
  #mono: number;

  /** @param floor UTC, ISO 8601: the last moment that is on record; null: none is */
  constructor(clock: Clock, floor: string | null) {
    this.#clock = clock;
    this.#at = floor === null ? Number.NEGATIVE_INFINITY : Date.parse(floor);
    this.#mono = clock.monotonic();
  }

  /** UTC milliseconds. */
  now(): number {
    const mono = this.#clock.monotonic();
    const counted = this.#at + Math.max(0, mono - this.#mono);
    this.#at = Math.max(Date.parse(this.#clock.nowIso()), counted);
    this.#mono = mono;
    return this.#at;
  }

  nowIso(): string {
    return new Date(this.now()).toISOString();
  }
}
