/** Bytes of one association that its taker has not taken yet; more than this, and the line is held. */
const MOST_IN_FLIGHT = 8 * 1024 * 1024;
/** What an object costs until its taker is done with it, so that many small ones are bounded, too. */
export const OBJECT_COST = 64 * 1024;

/** How much of what an association brought is on its way to whoever takes it. Holds the line while that is too much. */
export class CreditWindow {
  readonly #hold: (held: boolean) => void;
  #inFlight = 0;
  #held = false;

  constructor(hold: (held: boolean) => void) {
    this.#hold = hold;
  }

  spend(bytes: number): void {
    this.#inFlight += bytes;
    if (this.#held || this.#inFlight < MOST_IN_FLIGHT) return;
    this.#held = true;
    this.#hold(true);
  }

  give(bytes: number): void {
    this.#inFlight = Math.max(0, this.#inFlight - bytes);
    if (!this.#held || this.#inFlight > MOST_IN_FLIGHT / 2) return;
    this.#held = false;
    this.#hold(false);
  }
}
