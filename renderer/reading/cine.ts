import type { ViewportHandle } from '../viewer/index.ts';

/** Frames a second where the object says nothing. */
const ASSUMED_MS = 100;

/** Milliseconds a frame: the object's own, else ten frames a second. */
export function cineInterval(handle: ViewportHandle): number {
  const time = handle.truth.image?.frameTime ?? null;
  return time !== null && time >= 5 ? time : ASSUMED_MS;
}

/** Plays a stack in a loop. Waits for a frame that is not here yet instead of leaving it out. */
export class Cine {
  #timer: ReturnType<typeof setTimeout> | null = null;

  get playing(): boolean {
    return this.#timer !== null;
  }

  play(handle: ViewportHandle): void {
    this.stop();
    if (handle.stack.length < 2) return;
    let due = performance.now();
    const tick = (): void => {
      const step = cineInterval(handle);
      if (handle.truth.state === 'shown') handle.scrollTo((handle.target + 1) % handle.stack.length);
      due = Math.max(due + step, performance.now() - step);
      this.#timer = setTimeout(tick, Math.max(0, due - performance.now()));
    };
    this.#timer = setTimeout(tick, cineInterval(handle));
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
