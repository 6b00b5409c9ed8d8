import { displayDoubts } from '../../shared/rules/display-doubts.ts';
import { isMeasured } from '../../shared/rules/station-check/standing.ts';
import type { PreferencesState } from '../settings/index.ts';
import { monitorHere } from './station-record/index.ts';

/**
 * Why pictures in this window are no diagnostic ones, in words: what the shell knows of the monitor, the page of itself, and the
 * records of this station of the monitor.
 */
export function doubtsHere({ monitor, checked }: Pick<PreferencesState, 'monitor' | 'checked'>): readonly string[] {
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
    measured:
      checked === null
        ? null
        : isMeasured(checked.checks, { ...checked.machine, monitor: monitorHere(monitor) }, new Date().toISOString()),
  });
}

function holds(query: string): boolean | null {
  return typeof window.matchMedia === 'function' ? window.matchMedia(query).matches : null;
}
