/** Keys and pointer come many times a second; the station wants to know that somebody is there. */
const TELL_MS = 2000;
/** A window that moves under a resting pointer is nobody's hand. */
const NOBODY: ReadonlySet<string> = new Set(['undefined', 'mouseEnter', 'mouseLeave']);

/** The part of Electron's WebContents that is used. */
interface SeesInput {
  on(event: 'input-event', listener: (event: unknown, input: { readonly type: string }) => void): unknown;
}

/**
 * Tells that a person's hand touched the window, at most once in two seconds. The events are those of the browser process, before
 * the page has them: no page can make one up, and one that hangs keeps none back.
 */
export function watchHands(contents: SeesInput, tell: () => void, now = (): number => performance.now()): void {
  let last = -Infinity;
  contents.on('input-event', (_event, { type }) => {
    if (NOBODY.has(type) || now() - last < TELL_MS) return;
    last = now();
    tell();
  });
}
