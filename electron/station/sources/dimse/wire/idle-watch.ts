const STEP_MS = 100;

/**
 * Says when the other side was silent for too long. Time in which we read nothing ourselves (`hold`), or in which this
 * process did not run, is not counted.
 */
export class IdleWatch {
  readonly #onSilence: () => void;
  #limitMs: number | null = null;
  #quietMs = 0;
  #held = false;
  #timer: NodeJS.Timeout | null = null;
  #last = 0;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  /** Counts from now on, up to so many milliseconds; null: not at all. */
  allow(ms: number | null): void {
    this.#limitMs = ms;
    this.#quietMs = 0;
    if (ms === null) {
      this.stop();
      return;
    }
    if (this.#timer !== null) return;
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  /** Something came. */
  touch(): void {
    this.#quietMs = 0;
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#quietMs = 0;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #step(): void {
    const now = performance.now();
    const passed = Math.min(now - this.#last, 2 * STEP_MS);
    this.#last = now;
    if (this.#held || this.#limitMs === null) return;
    this.#quietMs += passed;
    if (this.#quietMs < this.#limitMs) return;
    this.stop();
    this.#onSilence();
  }
}
