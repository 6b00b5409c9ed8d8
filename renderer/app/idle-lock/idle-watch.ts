import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';

/** What counts as somebody being there. Moves of the mouse count; pictures that run by themselves do not. */
const SIGNS = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'dragover'] as const;
const LOOK_MS = 500;
/** How long before the lock it is said, at most half of the whole time. */
const WARNED_SECONDS = 30;

export interface IdleParts {
  /** Milliseconds, never running backwards. */
  readonly now: () => number;
  /** Seconds without a sign after which it is locked. */
  readonly limit: () => number;
  readonly lock: () => void;
}

export interface IdleView {
  /** Whole seconds until the lock, while that is said; null before. */
  readonly left: number | null;
}

/** Seconds until the lock where it is to be said by now, or null. @param idle and limit in seconds */
export function secondsLeft(idle: number, limit: number): number | null {
  const left = limit - idle;
  return left > Math.min(WARNED_SECONDS, limit / 2) ? null : Math.max(0, Math.ceil(left));
}

/** Locks a window that nobody touches, and says so before. */
export class IdleWatch {
  readonly view: StoreApi<IdleView> = createStore<IdleView>()(() => ({ left: null }));
  readonly #parts: IdleParts;
  #last = 0;
  #isOver = false;

  constructor(parts: IdleParts) {
    this.#parts = parts;
  }

  /** Watches until the disposer is called. */
  start(target: EventTarget): Disposer {
    const bag = new DisposerBag();
    const touch = (): void => this.touch();
    for (const name of SIGNS) {
      target.addEventListener(name, touch, { capture: true, passive: true });
      bag.add(() => target.removeEventListener(name, touch, { capture: true }));
    }
    const timer = setInterval(() => this.look(), LOOK_MS);
    bag.add(() => clearInterval(timer));
    bag.add(() => this.view.setState({ left: null }));
    this.touch();
    return () => bag.dispose();
  }

  /** Somebody is there. */
  touch(): void {
    this.#last = this.#parts.now();
    this.#isOver = false;
    if (this.view.getState().left !== null) this.view.setState({ left: null });
  }

  /** Looks at the clock; the interval does. */
  look(): void {
    if (this.#isOver) return;
    const left = secondsLeft((this.#parts.now() - this.#last) / 1000, this.#parts.limit());
    if (left !== this.view.getState().left) this.view.setState({ left });
    if (left !== 0) return;
    // Once: a lock that fails is said by whoever asked for it, and tried again at the next look after a sign.
    this.#isOver = true;
    this.#parts.lock();
  }
}
