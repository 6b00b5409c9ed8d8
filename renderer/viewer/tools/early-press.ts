import { Enums } from '@cornerstonejs/tools';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';

const PRIMARY = 0;

/**
 * Keeps presses of the left button from the tools while the wanted picture is not there. Cornerstone takes a picture for the current one
 * as soon as it is asked for: a figure begun on what still stands on the glass would lie on the picture that comes, and a hidden drawing
 * of that one could be dragged along unseen.
 * @param isEarly whether the picture that is wanted is still on its way
 */
export function refuseEarlyPress(element: HTMLElement, isEarly: () => boolean): Disposer {
  const refuse = (event: Event): void => {
    const isPress = !(event instanceof MouseEvent) || event.button === PRIMARY;
    if (isPress && isEarly()) event.stopImmediatePropagation();
  };
  const kinds = ['mousedown', 'touchstart', 'dblclick'] as const;
  for (const kind of kinds) element.addEventListener(kind, refuse, { capture: true });
  return () => {
    for (const kind of kinds) element.removeEventListener(kind, refuse, { capture: true });
  };
}

/**
 * When the reader last pressed a key or clicked, ms of the page's clock: when it was done, not when a busy page came to hear of it. A
 * press that follows a key at once would else seem to be older than the tool that the key took, and be lost.
 */
export class LastAct {
  #at = 0;
  readonly #bag = new DisposerBag();

  constructor(page: Window) {
    const hear = (event: Event): void => {
      this.#at = event.timeStamp;
    };
    for (const kind of ['keydown', 'click'] as const) {
      page.addEventListener(kind, hear, { capture: true });
      this.#bag.add(() => page.removeEventListener(kind, hear, { capture: true }));
    }
  }

  get at(): number {
    return this.#at;
  }

  dispose(): void {
    this.#bag.dispose();
  }
}

/**
 * Keeps presses from a tool that were made before it was taken. Cornerstone holds a press back for the second one of a double click: one
 * that only chose a viewport would begin a figure there, of a tool that was taken by its key meanwhile.
 * @param takenAt when the left button was given its tool, ms of the page's clock
 */
export function refuseFormerPress(element: HTMLElement, takenAt: () => number): Disposer {
  const refuse = (event: Event): void => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    const press: unknown = typeof detail === 'object' && detail !== null && 'event' in detail ? detail.event : null;
    if (!(press instanceof Event) || press.timeStamp >= takenAt()) return;
    event.stopImmediatePropagation();
    // Else Cornerstone takes it that nobody wanted the press, and gives it to the tool after all.
    event.preventDefault();
  };
  const kinds = [Enums.Events.MOUSE_DOWN, Enums.Events.MOUSE_DOWN_ACTIVATE] as const;
  for (const kind of kinds) element.addEventListener(kind, refuse, { capture: true });
  return () => {
    for (const kind of kinds) element.removeEventListener(kind, refuse, { capture: true });
  };
}
