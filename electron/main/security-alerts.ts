import type { SecurityAlertKind } from '../../shared/contract/security.ts';

/** A page that tries the same door without end is one record a minute, with its count. */
const BETWEEN_MS = 60_000;

interface Waiting {
  count: number;
  /** When the last record of this kind was written, milliseconds. */
  writtenAt: number | null;
}

/**
 * Collects what a page tried and was refused, for the audit trail: counted by kind, never with addresses or content. What
 * happens while the store is locked waits until somebody opens it.
 */
export class SecurityAlerts {
  #waiting = new Map<SecurityAlertKind, Waiting>();
  #write: (kind: SecurityAlertKind, count: number) => Promise<boolean>;
  #now: () => number;

  /** @param write puts a record into the trail; false when the store is locked */
  constructor(write: (kind: SecurityAlertKind, count: number) => Promise<boolean>, now = () => performance.now()) {
    this.#write = write;
    this.#now = now;
  }

  raise(kind: SecurityAlertKind): void {
    const known = this.#waiting.get(kind) ?? { count: 0, writtenAt: null };
    known.count += 1;
    this.#waiting.set(kind, known);
    void this.#flushKind(kind, known, false);
  }

  /** Writes what waits: when the store was opened, and before the program ends. */
  async flush(): Promise<void> {
    for (const [kind, waiting] of this.#waiting) await this.#flushKind(kind, waiting, true);
  }

  async #flushKind(kind: SecurityAlertKind, waiting: Waiting, atOnce: boolean): Promise<void> {
    const early = waiting.writtenAt !== null && this.#now() - waiting.writtenAt < BETWEEN_MS;
    if (waiting.count === 0 || (early && !atOnce)) return;
    const { count, writtenAt } = waiting;
    waiting.count = 0;
    waiting.writtenAt = this.#now();
    if (await this.#write(kind, count)) return;
    waiting.count += count;
    waiting.writtenAt = writtenAt;
  }
}
