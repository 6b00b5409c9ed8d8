/** One change after the other: two quick unlocks must not open two stores. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    // Whoever asked gets the failure; the next in line only waits for the end.
    this.#last = next.catch(() => undefined);
    return next;
  }
}
