import type { PowerMonitor } from 'electron';

/**
 * Locks when nobody can be sitting there any more: the computer goes to sleep (a closed lid), or its own screen is locked.
 * Waking up unlocks nothing.
 */
export function lockWithSystem(monitor: PowerMonitor, lock: () => void): void {
  monitor.on('suspend', lock);
  monitor.on('lock-screen', lock);
}
