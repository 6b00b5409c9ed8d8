/** Dropped pixels of which the collector is told. */
const REMIND_BYTES = 128 * 1024 * 1024;

/**
 * Pixels lie in shared memory (client/frame-relay.ts), which the collector does not count and so would not miss for long. It
 * is told of what was dropped here, when the window has nothing better to do.
 */
export class DroppedPixels {
  #bytes = 0;

  /** Nobody needs so many bytes any more. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < REMIND_BYTES || !Reflect.has(globalThis, 'requestIdleCallback')) return;
    this.#bytes = 0;
    // A buffer that nobody writes to takes no memory, but is counted.
    requestIdleCallback(() => void new ArrayBuffer(REMIND_BYTES));
  }
}
