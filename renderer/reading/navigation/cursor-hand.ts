import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import type { ViewportHandle } from '../../viewer/index.ts';

/** The drag that the reader gave to it (Shift and the left button) points at a place; while it is held the cross goes along. The tools do not hear of it. */
export class CursorHand {
  readonly #handle: ViewportHandle;
  readonly #isMeant: (event: MouseEvent) => boolean;
  readonly #point: (pixel: Point2) => boolean;
  readonly #bag = new DisposerBag();
  readonly #drag = new DisposerBag();

  /**
   * @param isMeant whether a press is the one of the 3D cursor
   * @param point false where the picture has no place in the patient: the press is the tool's
   */
  constructor(handle: ViewportHandle, isMeant: (event: MouseEvent) => boolean, point: (pixel: Point2) => boolean) {
    this.#handle = handle;
    this.#isMeant = isMeant;
    this.#point = point;
    const { element } = handle;
    const down = (event: MouseEvent): void => this.#down(event);
    // Before Cornerstone, which listens here, too.
    element.addEventListener('mousedown', down, { capture: true });
    this.#bag.add(() => element.removeEventListener('mousedown', down, { capture: true }));
    this.#bag.add(() => this.#drag.dispose());
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #down(event: MouseEvent): void {
    if (!this.#isMeant(event) || !this.#at(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const move = (next: MouseEvent): void => {
      next.stopImmediatePropagation();
      this.#at(next);
    };
    const up = (): void => this.#drag.dispose();
    window.addEventListener('mousemove', move, { capture: true });
    window.addEventListener('mouseup', up, { capture: true });
    this.#drag.add(() => window.removeEventListener('mousemove', move, { capture: true }));
    this.#drag.add(() => window.removeEventListener('mouseup', up, { capture: true }));
  }

  #at({ clientX, clientY }: MouseEvent): boolean {
    const box = this.#handle.element.getBoundingClientRect();
    const pixel = this.#handle.canvasToPixel([clientX - box.left, clientY - box.top]);
    return pixel !== null && this.#point(pixel);
  }
}
