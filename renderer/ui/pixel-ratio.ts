import type { Disposer } from '../../shared/lib/disposable.ts';

/**
 * Tells when a CSS pixel has another number of device pixels: the window came to a monitor of another scale. Its size in CSS pixels may
 * stay what it was, so that nothing else says so.
 */
export function onPixelRatio(listener: () => void): Disposer {
  // Where nothing is drawn on a screen there is none.
  if (typeof window.matchMedia !== 'function') return () => undefined;
  let query: MediaQueryList | null = null;
  const watch = (): void => {
    // True for this ratio alone: each change asks about the next one.
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
  };
  const stop = (): void => query?.removeEventListener('change', changed);
  const changed = (): void => {
    stop();
    watch();
    listener();
  };
  watch();
  return stop;
}

/** Tells when an element has another number of device pixels, for whatever reason. */
export function onDevicePixels(element: Element, listener: () => void): Disposer {
  const observer = new ResizeObserver(listener);
  observer.observe(element);
  const still = onPixelRatio(listener);
  return () => {
    observer.disconnect();
    still();
  };
}
