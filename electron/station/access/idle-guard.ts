import type { Disposer } from '../../../shared/lib/disposable.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Clock, Log } from '../kernel/ports.ts';

const LOOK_MS = 5000;
/** The window counts down and locks first; this is for the one that does not. */
export const IDLE_GRACE_MS = 20_000;

export interface IdleGuardParts {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Minutes that whoever has the store open may be away; null: nobody has. */
  readonly limitMinutes: () => number | null;
  readonly lock: () => Promise<unknown>;
  readonly log: Log;
}

/**
 * Locks a store that nobody's hand has touched, whatever the window does: one that hangs, or that was taken over, cannot keep
 * it open. What counts as a hand is told by the shell, which sees keys and pointer before any page does; calls of a page and
 * jobs that run do not count.
 */
export class IdleGuard {
  readonly #parts: IdleGuardParts;
  #last: number;
  #isLocking = false;

  constructor(parts: IdleGuardParts) {
    this.#parts = parts;
    this.#last = parts.clock.monotonic();
  }

  /** Looks at the clock until the disposer is called. */
  start(): Disposer {
    const timer = setInterval(() => void this.look(), LOOK_MS).unref();
    return () => clearInterval(timer);
  }

  /** Somebody is there. */
  hand(): void {
    this.#last = this.#parts.clock.monotonic();
  }

  /** Locks where it is time; a lock that failed is tried again at the next look. */
  async look(): Promise<void> {
    if (this.#isLocking) return;
    this.#isLocking = true;
    try {
      await this.#lockIfDue();
    } catch (error) {
      this.#parts.log.error('access.idle-lock-failed', { code: asAppError(error).code });
    } finally {
      this.#isLocking = false;
    }
  }

  async #lockIfDue(): Promise<void> {
    const { clock, limitMinutes, lock, log } = this.#parts;
    const minutes = limitMinutes();
    if (minutes === null) {
      this.hand();
      return;
    }
    if (clock.monotonic() - this.#last < minutes * 60_000 + IDLE_GRACE_MS) return;
    log.warn('access.idle-lock', { minutes });
    await lock();
  }
}
