/** Whole pictures a second. */
export interface CineMiss {
  readonly shown: number;
  readonly wanted: number;
}

/** Long enough to say a rate, short enough to follow it. */
const SPAN_MS = 1000;
/** Less than this share of the wanted rate is said; timers alone cost a few percent. */
const ENOUGH = 0.9;

/** Counts the pictures that a cine really showed, and says once a second whether they fell behind. */
export class CineRate {
  readonly #tell: (miss: CineMiss | null) => void;
  #since: number;
  #count = 0;
  #missing = false;

  /** @param start ms, on the clock of `performance.now` */
  constructor(start: number, tell: (miss: CineMiss | null) => void) {
    this.#since = start;
    this.#tell = tell;
  }

  /** The picture that was asked for last is on the glass. */
  shown(): void {
    this.#count += 1;
  }

  /** @param step ms a picture that the object asks for */
  judge(now: number, step: number): void {
    const span = now - this.#since;
    // Of a slow cine a second is too short: five pictures make a rate.
    if (span < Math.max(SPAN_MS, 5 * step)) return;
    const shown = (this.#count * 1000) / span;
    const wanted = 1000 / step;
    const missing = shown < wanted * ENOUGH;
    if (missing) this.#tell({ shown: Math.round(shown), wanted: Math.round(wanted) });
    else if (this.#missing) this.#tell(null);
    this.#missing = missing;
    this.#since = now;
    this.#count = 0;
  }
}
