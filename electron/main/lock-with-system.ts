import type { PowerMonitor } from 'electron';
import { AccessState } from '../../shared/contract/access.ts';
import type { StationHost } from './station-host.ts';

/** How long windows may take to write their last words before it is locked without them. */
const PATIENCE_MS = 1500;

type SystemReason = 'lid' | 'system-lock';

export interface LockParts {
  readonly events: StationHost['events'];
  /** Asks each window to write what is not in the journal yet, and to lock. */
  readonly askWindows: (reason: SystemReason) => void;
  readonly lock: (reason: SystemReason) => void;
}

/**
 * Locks when nobody can be sitting there any more: the computer goes to sleep (a closed lid), or its own screen is locked.
 * Waking up unlocks nothing. A store that is locked already is told all the same: a closed lid ends what goes on behind the lock.
 */
export function lockWithSystem(monitor: PowerMonitor, { events, askWindows, lock }: LockParts): void {
  let waiting: { readonly timer: NodeJS.Timeout; readonly reason: SystemReason } | null = null;
  let isOpen = true;
  const lockNow = (reason: SystemReason): void => {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
    lock(reason);
  };
  const begin = (reason: SystemReason): void => {
    // Nobody has words to write: the system may be asleep before long.
    if (!isOpen) return lockNow(reason);
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = { timer: setTimeout(() => lockNow(reason), PATIENCE_MS), reason };
    askWindows(reason);
  };
  events.on(({ name, payload }) => {
    if (name !== 'access.changed') return;
    isOpen = AccessState.safeParse(payload).data?.store === 'open';
    // A window was quicker, perhaps for another reason.
    if (!isOpen && waiting !== null) lockNow(waiting.reason);
  });
  monitor.on('suspend', () => begin('lid'));
  monitor.on('lock-screen', () => begin('system-lock'));
}
