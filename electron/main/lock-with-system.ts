import type { PowerMonitor } from 'electron';
import type { StationHost } from './station-host.ts';

/** How long windows may take to write their last words before it is locked without them. */
const PATIENCE_MS = 1500;

export interface LockParts {
  readonly events: StationHost['events'];
  /** Asks each window to write what is not in the journal yet, and to lock. */
  readonly askWindows: () => void;
  readonly lock: () => void;
}

/**
 * Locks when nobody can be sitting there any more: the computer goes to sleep (a closed lid), or its own screen is locked.
 * Waking up unlocks nothing.
 */
export function lockWithSystem(monitor: PowerMonitor, { events, askWindows, lock }: LockParts): void {
  let timer: NodeJS.Timeout | null = null;
  const stopWaiting = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const begin = (): void => {
    stopWaiting();
    timer = setTimeout(lock, PATIENCE_MS);
    askWindows();
  };
  events.on(({ name }) => {
    if (name === 'access.changed') stopWaiting();
  });
  monitor.on('suspend', begin);
  monitor.on('lock-screen', begin);
}
