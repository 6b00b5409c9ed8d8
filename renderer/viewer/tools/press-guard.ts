import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { refuseEarlyPress, refuseFormerPress } from './early-press.ts';
import { releaseHeldPress } from './held-press.ts';
import type { HeldPress } from './held-press.ts';

/** Nothing stands on the glass: no press is on a picture. */
const NEVER = Infinity;

/** Sees to it that a press on one viewport is on the picture that the reader saw: of no other viewport, series or case. */
export class PressGuard {
  readonly #bag = new DisposerBag();
  readonly #held: HeldPress;
  /** Since when these pictures stand here, ms of the page's clock. */
  #stoodAt = NEVER;

  /**
   * Made before Cornerstone listens: who is first is asked first.
   * @param isEarly the picture that is wanted is still on its way
   * @param takenAt when the left button was given its tool, ms of the page's clock
   */
  constructor(element: HTMLElement, isEarly: () => boolean, takenAt: () => number) {
    this.#held = releaseHeldPress(element);
    this.#bag.add(() => this.#held.dispose());
    this.#bag.add(refuseEarlyPress(element, isEarly));
    this.#bag.add(refuseFormerPress(element, () => Math.max(takenAt(), this.#stoodAt)));
  }

  /** Gives a press that is held back to its tool, while the picture that it is on is still there. */
  release(): void {
    this.#held.release();
  }

  /** Other pictures come, or none: presses until now were on those before. */
  next(hasPictures: boolean): void {
    this.release();
    this.#stoodAt = hasPictures ? performance.now() : NEVER;
  }

  dispose(): void {
    this.#bag.dispose();
  }
}
