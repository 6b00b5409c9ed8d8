import type { ViewportHandle } from '../viewer/index.ts';
import { CineRate } from './cine-rate.ts';
import type { CineMiss } from './cine-rate.ts';

/** Frames a second where the object says nothing. */
const ASSUMED_MS = 100;

/** What playing needs of a viewport. */
export type Playable = Pick<ViewportHandle, 'stack' | 'target' | 'truth' | 'scrollTo'>;

/** Milliseconds a frame: the object's own, else ten frames a second. */
export function cineInterval({ truth }: Pick<Playable, 'truth'>): number {
  const time = truth.image?.frameTime ?? null;
  return time !== null && time >= 5 ? time : ASSUMED_MS;
}

/** Plays a stack in a loop. Waits for a frame that is not here yet instead of leaving it out, and says that it is late. */
export class Cine {
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #missed: (miss: CineMiss | null) => void;

  /** @param missed told when the rate falls behind, and with null when it keeps up again or stops */
  constructor(missed: (miss: CineMiss | null) => void) {
    this.#missed = missed;
  }

  get playing(): boolean {
    return this.#timer !== null;
  }

  play(handle: Playable): void {
    this.stop();
    if (handle.stack.length < 2) return;
    let due = performance.now();
    const rate = new CineRate(due, this.#missed);
    const tick = (): void => {
      const step = cineInterval(handle);
      const now = performance.now();
      if (handle.truth.state === 'shown') {
        rate.shown();
        handle.scrollTo((handle.target + 1) % handle.stack.length);
      }
      rate.judge(now, step);
      due = Math.max(due + step, performance.now() - step);
      this.#timer = setTimeout(tick, Math.max(0, due - performance.now()));
    };
    this.#timer = setTimeout(tick, cineInterval(handle));
  }

  stop(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#missed(null);
  }
}
