import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import { isOnGrip } from '../viewer/index.ts';
import type { ViewportHandle } from '../viewer/index.ts';

/** What a hand on the lines of one viewport goes by. */
export interface TurnHandParts {
  /** CSS pixels of the viewport. */
  readonly grips: () => readonly Point2[];
  readonly middle: () => Point2 | null;
  /** Takes hold; what it gives turns by degrees from there, clockwise. */
  readonly take: () => (degrees: number) => void;
}

/** Takes hold of a grip on a line and turns the planes with the mouse; the tools do not hear of it. */
export class TurnHand {
  readonly #handle: ViewportHandle;
  readonly #parts: TurnHandParts;
  readonly #bag = new DisposerBag();
  readonly #drag = new DisposerBag();

  constructor(handle: ViewportHandle, parts: TurnHandParts) {
    this.#handle = handle;
    this.#parts = parts;
    const { element } = handle;
    const down = (event: MouseEvent): void => this.#down(event);
    const over = (event: MouseEvent): void => this.#over(event);
    // Before Cornerstone, which listens here, too.
    element.addEventListener('mousedown', down, { capture: true });
    element.addEventListener('mousemove', over);
    this.#bag.add(() => element.removeEventListener('mousedown', down, { capture: true }));
    this.#bag.add(() => element.removeEventListener('mousemove', over));
    this.#bag.add(() => this.#drag.dispose());
    this.#bag.add(() => (element.style.cursor = ''));
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #over(event: MouseEvent): void {
    const { style } = this.#handle.element;
    const cursor = isOnGrip(this.#parts.grips(), this.#at(event)) ? 'grab' : '';
    if (style.cursor !== cursor) style.cursor = cursor;
  }

  #down(event: MouseEvent): void {
    const middle = this.#parts.middle();
    const at = this.#at(event);
    if (event.button !== 0 || !middle || !isOnGrip(this.#parts.grips(), at)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const turn = this.#parts.take();
    let angle = angleOf(middle, at);
    let total = 0;
    const move = (next: MouseEvent): void => {
      const now = angleOf(middle, this.#at(next));
      total += shorter(now - angle);
      angle = now;
      next.stopImmediatePropagation();
      turn(total);
    };
    const up = (): void => this.#drag.dispose();
    window.addEventListener('mousemove', move, { capture: true });
    window.addEventListener('mouseup', up, { capture: true });
    this.#drag.add(() => window.removeEventListener('mousemove', move, { capture: true }));
    this.#drag.add(() => window.removeEventListener('mouseup', up, { capture: true }));
  }

  #at({ clientX, clientY }: MouseEvent): Point2 {
    const box = this.#handle.element.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  }
}

/** Degrees on the screen, clockwise. */
function angleOf(middle: Point2, at: Point2): number {
  return (Math.atan2(at[1] - middle[1], at[0] - middle[0]) * 180) / Math.PI;
}

/** The same turn the shorter way round. */
function shorter(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
