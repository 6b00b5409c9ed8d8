import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Something in it takes a key. */
const FOCUSABLE =
  '[data-home-focus], button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex="0"]';

/**
 * Keeps the keys in the dialog: where the part that had them goes away (a rule that was removed, a cell that was merged), the nearest part
 * around it that is still there takes them. Such a part says `data-focus-home`, what in it takes them first `data-home-focus`.
 */
export function useFocusHome(root: RefObject<HTMLElement | null>): void {
  const homes = useRef<readonly Element[]>([]);
  useEffect(() => {
    const within = root.current;
    if (!within) return undefined;
    const note = ({ target }: FocusEvent): void => {
      const found: Element[] = [];
      for (let up = target instanceof Element ? target : null; up && up !== within; up = up.parentElement) {
        if (up.hasAttribute('data-focus-home')) found.push(up);
      }
      homes.current = [...found, within];
    };
    within.addEventListener('focusin', note);
    return () => within.removeEventListener('focusin', note);
  }, [root]);
  // After every change of what stands there.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body && activeElement.tagName !== 'DIALOG') return;
    const home = homes.current.find((one) => one.isConnected);
    const next = home?.querySelector<HTMLElement>('[data-home-focus]') ?? home?.querySelector<HTMLElement>(FOCUSABLE);
    next?.focus();
  });
}
