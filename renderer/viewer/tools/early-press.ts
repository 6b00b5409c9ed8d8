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
