import { Enums } from '@cornerstonejs/tools';

/** CSS pixels: more than Cornerstone lets a mouse stray between the two presses of a double click. */
const STRAY = 8;
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta']);

/** A press of one viewport that waits for the second one of a double click. */
export interface HeldPress {
  /** Gives it to its tool now. */
  release(): void;
  dispose(): void;
}

/**
 * Gives a press to its tool as soon as the reader does anything else: presses outside this viewport, or a key. Cornerstone holds a press
 * back for 400 ms, for the second one of a double click, and does not ask where that one falls: two presses in haste on two viewports, or
 * on a viewport and a button beside it, would be one double click of the first, and both lost. A key that takes another tool would leave
 * the press to none.
 */
export function releaseHeldPress(element: HTMLElement): HeldPress {
  let held: MouseEvent | null = null;
  const press = (event: MouseEvent): void => {
    held = event;
  };
  const given = (): void => {
    held = null;
  };
  const release = (): void => {
    if (!held) return;
    const { clientX, clientY } = held;
    held = null;
    // What lets go of a press is that the mouse moves on.
    element.dispatchEvent(new MouseEvent('mousemove', { clientX: clientX + STRAY, clientY }));
  };
  const pressed = (event: MouseEvent): void => {
    if (!(event.target instanceof Node) || !element.contains(event.target)) release();
  };
  const key = (event: KeyboardEvent): void => {
    if (!MODIFIERS.has(event.key)) release();
  };
  const until = new AbortController();
  const { signal } = until;
  // Not in the capture: a press that came too early for its picture does not get so far.
  element.addEventListener('mousedown', press, { signal });
  element.addEventListener('dblclick', given, { capture: true, signal });
  element.addEventListener(Enums.Events.MOUSE_DOWN, given, { capture: true, signal });
  window.addEventListener('mousedown', pressed, { capture: true, signal });
  window.addEventListener('keydown', key, { capture: true, signal });
  return { release, dispose: () => until.abort() };
}
