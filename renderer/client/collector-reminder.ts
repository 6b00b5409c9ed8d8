/** Less than this is not worth a collection. */
const LEAST_BYTES = 16 * 1024 * 1024;
/** At this it is not put off any more. */
const MOST_BYTES = 128 * 1024 * 1024;
const REST_MS = 1000;

/**
 * Tells the collector of shared memory that nobody needs any more: it does not count such memory, and so would not miss it for
 * long. Waits for a rest of a second, so that nothing is stopped while much goes on.
 */
export class CollectorReminder {
  #bytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** So many bytes more are not needed. What was added is told also when whoever added it is gone: there is nothing to stop. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < LEAST_BYTES) return;
    if (this.#bytes < MOST_BYTES) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#bytes = 0;
      // A buffer that nobody writes to takes no memory, but is counted.
      void new ArrayBuffer(MOST_BYTES);
    }, REST_MS);
  }
}
