import type { PowerMonitor } from 'electron';
import type { StationHost } from './station-host.ts';

/** How long windows may take to write their last words before it is locked without them. */
const PATIENCE_MS = 1500;

export interface LockParts {
  readonly events: StationHost['events'];
  /** Asks each window to write what is not in the journal yet, and to lock. */
  readonly askWindows: (reason: 'lid' | 'system-lock') => void;
  readonly lock: (reason: 'lid' | 'system-lock') => void;
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
  const begin = (reason: 'lid' | 'system-lock'): void => {
    stopWaiting();
    timer = setTimeout(() => lock(reason), PATIENCE_MS);
    askWindows(reason);
  };
  events.on(({ name }) => {
    if (name === 'access.changed') stopWaiting();
  });
  monitor.on('suspend', () => begin('lid'));
  monitor.on('lock-screen', () => begin('system-lock'));
}
