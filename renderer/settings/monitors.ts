import type { AppMonitor } from '../../shared/contract/app.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { PITCH_LIMITS } from './monitor-pitches.ts';
import type { MonitorPitch } from './monitor-pitches.ts';
import type { Preferences, PreferencesState } from './preferences.ts';

/** Of the monitor that the window stands on; null where nobody measured it, or it is not known. */
export function pitchHere({ monitor, monitors }: Pick<PreferencesState, 'monitor' | 'monitors'>): MonitorPitch | null {
  return monitor ? (monitors[monitor.key] ?? null) : null;
}

/**
 * mm of one device pixel from a line on the screen; null for what no monitor has.
 * @param drawn length of the line, CSS pixels
 * @param measured what a ruler said, mm
 */
export function pitchOf(drawn: number, measured: number, pixelRatio: number): number | null {
  const pitch = measured / (drawn * pixelRatio);
  return pitch >= PITCH_LIMITS[0] && pitch <= PITCH_LIMITS[1] ? pitch : null;
}

export function calibrate(preferences: Preferences, mmPerPixel: number | null): void {
  const { monitor, monitors } = preferences.getState();
  if (!monitor) return;
  const { [monitor.key]: _before, ...others } = monitors;
  const on = new Date().toISOString().slice(0, 10);
  preferences.setState({ monitors: mmPerPixel === null ? others : { ...others, [monitor.key]: { mmPerPixel, on } } });
}

/** Between two looks at where the window stands: moving it says nothing to the page. */
const LOOK_MS = 1000;

/** Keeps saying which monitor the window stands on. @param ask the shell, which knows */
export function watchMonitor(preferences: Preferences, ask: () => Promise<AppMonitor | null>): Disposer {
  let stood = '';
  const look = async (): Promise<void> => {
    const stands = [
      window.screenX,
      window.screenY,
      window.outerWidth,
      window.outerHeight,
      window.devicePixelRatio,
    ].join();
    if (stands === stood) return;
    stood = stands;
    // A shell that cannot say leaves the monitor unknown: nothing is shown at true size then.
    const monitor = await ask().catch(() => null);
    if (monitor?.key !== preferences.getState().monitor?.key) preferences.setState({ monitor });
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_MS);
  return () => clearInterval(timer);
}
