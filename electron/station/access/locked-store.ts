import { asAppError } from '../../../shared/errors/app-error.ts';
import type { LockReason } from '../../../shared/model/access.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import type { OpenStore } from './open-store.ts';

const HOUR_MS = 3_600_000;
/** Locks of a station that nobody left for good: transfers may go on behind them. Every other one closes the store. */
const MAY_GO_ON: ReadonlySet<LockReason> = new Set(['key', 'idle', 'system-lock']);

/** What works on a store, as far as its door has to know. */
export interface Desk {
  /** Closes what works on the open store. */
  readonly leave: () => Promise<void>;
  /** Whether anything comes or goes by itself. */
  readonly goesOn: () => boolean;
}

/** Nothing works on the store. */
export const EMPTY_DESK: Desk = { leave: () => Promise.resolve(), goesOn: () => false };

/** Why a locked store closes by itself. policy: it may not go on any more, or nobody can tell. */
export type Ending = Extract<LockReason, 'hours' | 'lease' | 'policy'>;

/** A store as far as its time behind the lock goes. */
export interface TimedStore {
  readonly movement: { readonly moved: unknown };
  readonly signIns: {
    /** Whether the lease of its person is over. */
    needed(): boolean;
    summary(): { readonly endsAt: string | null } | null;
  };
}

/** For how many hours a store may go on. */
export interface HoursOf<S> {
  of(store: S): number;
}

/**
 * A store whose person has locked it and whose transfers go on: its keys stay in the memory of the station, and nothing that a window
 * may ask reaches it. It has an end from the beginning.
 */
export class LockedStore<S extends TimedStore = OpenStore> {
  readonly store: S;
  /** For so long at most. */
  readonly hours: number;
  readonly #clock: Clock;
  readonly #rules: HoursOf<S>;
  readonly #at: number;
  readonly #monotonic: number;

  private constructor(store: S, hours: number, clock: Clock, rules: HoursOf<S>) {
    this.store = store;
    this.hours = hours;
    this.#clock = clock;
    this.#rules = rules;
    this.#at = Date.parse(clock.nowIso());
    this.#monotonic = clock.monotonic();
  }

  /** Null: this lock has to close the store. */
  static from<S extends TimedStore>(
    store: S,
    reason: LockReason,
    clock: Clock,
    rules: HoursOf<S>,
  ): LockedStore<S> | null {
    if (!MAY_GO_ON.has(reason) || store.movement.moved !== null || store.signIns.needed()) return null;
    const hours = rules.of(store);
    return hours === 0 ? null : new LockedStore(store, hours, clock, rules);
  }

  /** Its end, UTC, ISO 8601: that of the hours, or of the reader's lease where that is sooner. */
  get until(): string {
    const end = this.#at + this.hours * HOUR_MS;
    const lease = this.store.signIns.summary()?.endsAt ?? null;
    return new Date(lease === null ? end : Math.min(end, Date.parse(lease))).toISOString();
  }

  /**
   * Why it has to be closed now; null: it goes on. By two clocks, the older counts: one stands still while the computer sleeps, the
   * other can be set back.
   */
  over(): Ending | null {
    const byWall = Date.parse(this.#clock.nowIso()) - this.#at;
    const age = Math.max(byWall, this.#clock.monotonic() - this.#monotonic);
    if (age >= this.hours * HOUR_MS) return 'hours';
    const { signIns, movement } = this.store;
    try {
      if (signIns.needed()) return 'lease';
      return movement.moved !== null || age >= this.#rules.of(this.store) * HOUR_MS ? 'policy' : null;
    } catch {
      // Its policy cannot be read: nobody can say that it may go on.
      return 'policy';
    }
  }
}

export interface LockRules<S extends TimedStore> {
  readonly clock: Clock;
  readonly rules: HoursOf<S>;
  readonly log: Log | undefined;
}

export interface BehindParts<S extends TimedStore> extends LockRules<S> {
  /** What goes on already. */
  readonly known: LockedStore<S> | null;
  /** The open one. */
  readonly store: S | null;
  readonly desk: Desk;
}

/** What goes on behind a lock with this reason; null: nothing may. */
export function nextBehindLock<S extends TimedStore>(
  reason: LockReason,
  { known, store, desk, clock, rules, log }: BehindParts<S>,
): LockedStore<S> | null {
  if (known !== null) return MAY_GO_ON.has(reason) ? known : null;
  try {
    return store === null || !desk.goesOn() ? null : LockedStore.from(store, reason, clock, rules);
  } catch (error) {
    // A disk that is gone: it cannot be asked whether it may, and must not keep the store open.
    log?.warn('access.closed-unasked', { code: asAppError(error).code });
    return null;
  }
}

/** What cannot be written down, since the disk is gone, must not keep the store open. */
export function recordLock({ commands, personId }: OpenStore, detail: AuditDetail, log: Log | undefined): void {
  try {
    commands.run({ name: 'access.lock', personId, subject: personId, detail }, () => undefined);
  } catch (error) {
    log?.warn('access.lock-unrecorded', { code: asAppError(error).code });
  }
}
