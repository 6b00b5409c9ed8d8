/** Pictures a second. */
export interface CineMeasured {
  /** Whole ones, counted on the glass. */
  readonly shown: number;
  readonly wanted: number;
  readonly behind: boolean;
  /** Whether the object says its times, or ten pictures a second are taken. */
  readonly basis: 'object' | 'assumed';
  /** So many times as fast as they were taken; absent: as they were. */
  readonly speed?: number;
}

/** Long enough to say a rate, short enough to follow it. */
const SPAN_MS = 1000;
/** Less than this share of the wanted rate is said; timers alone cost a few percent. */
const ENOUGH = 0.9;

/** Counts the pictures that a cine really showed, and says once a second how many they were. */
export class CineRate {
  readonly #tell: (rate: CineMeasured) => void;
  #since: number;
  #count = 0;

  /** @param start ms, on the clock of `performance.now` */
  constructor(start: number, tell: (rate: CineMeasured) => void) {
    this.#tell = tell;
    this.#since = start;
  }

  /** The picture that was asked for last is on the glass. */
  shown(): void {
    this.#count += 1;
  }

  /** @param step ms a picture that the object asks for, in the mean */
  judge(now: number, step: number, basis: CineMeasured['basis'], speed = 1): void {
    const span = now - this.#since;
    // Of a slow cine a second is too short: five pictures make a rate.
    if (span < Math.max(SPAN_MS, 5 * step)) return;
    const shown = (this.#count * 1000) / span;
    const wanted = 1000 / step;
    const faster = speed === 1 ? {} : { speed };
    const behind = shown < wanted * ENOUGH;
    this.#tell({ shown: Math.round(shown), wanted: Math.round(wanted), behind, basis, ...faster });
    this.#since = now;
    this.#count = 0;
  }
}
