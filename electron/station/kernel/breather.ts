import { setImmediate } from 'node:timers/promises';

/** Longest stretch of one piece of background work, milliseconds. */
const STRETCH_MS = 4;

/** For loops of background work that never wait for anything: lets timers and calls of the window in between. */
export class Breather {
  #since = performance.now();

  /** Call it between two steps; gives the event loop a turn when the last one is long ago. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since < STRETCH_MS) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
