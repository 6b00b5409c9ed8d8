import type { ViewportHandle } from '../viewer/index.ts';
import { CineRate } from './cine-rate.ts';
import type { CineMeasured } from './cine-rate.ts';

/** Frames a second where the object says nothing. */
const ASSUMED_MS = 100;
/** A shorter time is a slip of the writer: no screen shows it. */
const LEAST_MS = 5;

/** What playing needs of a viewport. */
export type Playable = Pick<ViewportHandle, 'stack' | 'target' | 'truth' | 'scrollTo'>;

export interface CinePace {
  /** ms that the picture on the glass stands. */
  readonly wait: number;
  /** ms a picture, in the mean. */
  readonly mean: number;
  readonly basis: CineMeasured['basis'];
  /** So many times as fast as they were taken; absent: as they were. */
  readonly speed?: number;
}

/** Says of what is played how long its picture stands. */
export type PaceOf = (handle: Playable) => CinePace;

/**
 * How long the picture on the glass stands: with a Frame Time Vector (0018,1065) until the next one was taken, else the time of every
 * frame, else a tenth of a second. The last one stands as long as one does in the mean: what follows it is the first again.
 */
export function cinePace({ truth: { image, ref } }: Pick<Playable, 'truth'>): CinePace {
  const said = image?.frameCourse?.every ?? image?.frameTime ?? null;
  const times = image?.frameCourse?.at ?? [];
  const last = times.at(-1) ?? 0;
  const ofVector = times.length > 1 && last > 0 ? last / (times.length - 1) : null;
  const mean = ofVector ?? said;
  if (mean === null || mean < LEAST_MS) return { wait: ASSUMED_MS, mean: ASSUMED_MS, basis: 'assumed' };
  const [here, next] = ref ? [times[ref.frame - 1], times[ref.frame]] : [];
  const wait = here === undefined || next === undefined ? mean : next - here;
  return { wait: Math.max(LEAST_MS, wait), mean, basis: 'object' };
}

/** What comes after a picture: the first again after the last, or, where it sweeps, the one before. */
export function nextPlace(
  at: number,
  count: number,
  sweeps: boolean,
  back: boolean,
): { readonly at: number; readonly back: boolean } {
  if (!sweeps) return { at: (at + 1) % count, back: false };
  const turned = at === 0 ? false : at === count - 1 ? true : back;
  return { at: at + (turned ? -1 : 1), back: turned };
}

/** Plays a stack in a loop. Waits for a frame that is not here yet instead of leaving it out, and says how fast it really is. */
export class Cine {
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #measured: (rate: CineMeasured | null) => void;
  #phases = false;

  /** @param measured told once a second while it plays, and with null when it stops */
  constructor(measured: (rate: CineMeasured | null) => void) {
    this.#measured = measured;
  }

  get playing(): boolean {
    return this.#timer !== null;
  }

  /** What plays are the phases of one place, and no stack. */
  get playsPhases(): boolean {
    return this.playing && this.#phases;
  }

  /** @param phases what `handle` has are the phases of one place: it ends where there are none any more */
  play(handle: Playable, paceOf: PaceOf = cinePace, phases = false): void {
    this.stop();
    if (handle.stack.length < 2) return;
    this.#phases = phases;
    let due = performance.now();
    let back = false;
    const rate = new CineRate(due, this.#measured);
    const tick = (): void => {
      const now = performance.now();
      if (handle.stack.length < 2) return this.stop();
      const { mean, basis, speed } = paceOf(handle);
      if (handle.truth.state === 'shown') {
        rate.shown();
        const next = nextPlace(handle.target, handle.stack.length, handle.truth.image?.sweeps === true, back);
        back = next.back;
        handle.scrollTo(next.at);
      }
      rate.judge(now, mean, basis, speed);
      const { wait } = paceOf(handle);
      due = Math.max(due + wait, performance.now() - wait);
      this.#timer = setTimeout(tick, Math.max(0, due - performance.now()));
    };
    this.#timer = setTimeout(tick, paceOf(handle).wait);
  }

  stop(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#measured(null);
  }
}
