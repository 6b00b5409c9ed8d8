import type { AppError } from '../../../../shared/errors/app-error.ts';

/** Twice that after the first failure: a line that blinked. Doubled with each one that follows. */
const BLINK_MS = 250;
const LONGEST_WAIT_MS = 5 * 60_000;
/** Of what does not mend itself: a wrong password asked again and again locks the account. */
const TROUBLE_WAIT_MS = 15 * 60_000;
/** Longest pause that a server may ask for. */
const LONGEST_ASKED_MS = 60 * 60_000;

/** The line, or the whole source: whatever is asked next would fail as well. */
const OF_THE_LINE: ReadonlySet<string> = new Set([
  'source/unreachable',
  'source/timed-out',
  'source/tunnel-down',
  'source/busy',
]);
const OF_THE_DOOR: ReadonlySet<string> = new Set(['source/credentials', 'source/certificate']);

/** True where the failure says nothing about the study that was asked for. */
export function isOfTheSource(error: Pick<AppError, 'code'>): boolean {
  return OF_THE_LINE.has(error.code) || OF_THE_DOOR.has(error.code);
}

/**
 * Keeps a source that fails from being asked without end: it is left alone, longer with each failure, with some chance in it so that
 * many stations do not come back at once; then one transfer tries.
 */
export class Breaker {
  readonly #now: () => number;
  readonly #random: () => number;
  #failures = 0;
  #openUntil: number | null = null;
  #trying = false;
  #error: AppError | null = null;

  /** @param now milliseconds, monotonic @param random 0 to 1 */
  constructor(now: () => number, random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  /** Why nothing is asked now; null while all is well. */
  get error(): AppError | null {
    return this.#openUntil === null ? null : this.#error;
  }

  /** Milliseconds until something may be asked; 0: now. Null: one tries already. */
  get wait(): number | null {
    if (this.#openUntil === null) return 0;
    const left = this.#openUntil - this.#now();
    if (left > 0) return left;
    return this.#trying ? null : 0;
  }

  /** Whoever begins says so: of a source in doubt only one may. */
  begin(): void {
    if (this.#openUntil !== null) this.#trying = true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openUntil = null;
    this.#trying = false;
    this.#error = null;
  }

  failed(error: AppError): void {
    this.#trying = false;
    this.#failures += 1;
    this.#error = error;
    const asked = error.context['retryAfterMs'];
    if (OF_THE_DOOR.has(error.code)) this.#open(TROUBLE_WAIT_MS);
    else if (typeof asked === 'number') this.#open(Math.min(Math.max(0, asked), LONGEST_ASKED_MS));
    else {
      const longest = Math.min(LONGEST_WAIT_MS, BLINK_MS * 2 ** this.#failures);
      this.#open(longest * (0.5 + this.#random() / 2));
    }
  }

  /** Somebody waits for an answer: one transfer may try at once. */
  hurry(): void {
    if (this.#openUntil !== null) this.#openUntil = Math.min(this.#openUntil, this.#now());
  }

  #open(ms: number): void {
    this.#openUntil = this.#now() + ms;
  }
}
