import type { AppMonitor } from '../../shared/contract/app.ts';
import { displayDoubts } from '../../shared/rules/display-doubts.ts';

/** Why pictures in this window are no diagnostic ones, in words: what the shell knows of the monitor, and the page of itself. */
export function doubtsHere(monitor: AppMonitor | null): readonly string[] {
  const light = monitor?.light ?? null;
  return displayDoubts({
    // The zoom of the page counts like the system's: both put other pixels on the glass than ours.
    scale: window.devicePixelRatio,
    depth: light?.depth ?? null,
    hdr: holds('(dynamic-range: high)') === true ? true : (light?.hdr ?? null),
    wideGamut: holds('(color-gamut: p3)') === true ? true : (light?.wideGamut ?? null),
    forcedColours: holds('(forced-colors: active)'),
    invertedColours: holds('(inverted-colors: inverted)'),
    // Neither Electron nor a page can ask any system for it.
    nightLight: null,
    measured: null,
  });
}

function holds(query: string): boolean | null {
  return typeof window.matchMedia === 'function' ? window.matchMedia(query).matches : null;
}
