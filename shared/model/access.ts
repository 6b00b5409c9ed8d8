import { z } from 'zod';

/** What an administrator sets for everybody at a store. */
export const AccessPolicy = z.strictObject({
  /** The longest that a station may stand open without anybody touching it, minutes; a person may choose less. */
  longestIdleMinutes: z.number().int().min(1).max(240),
  /** How old the last proof of a person may be when a report is signed, minutes. */
  proofMinutes: z.number().int().min(1).max(1440),
  /** People may open the store with the key store of the system, right after the program was started. Absent: no. */
  keyStore: z.boolean().optional(),
  /**
   * For so many hours at most a locked station goes on fetching and delivering; a person may choose less. 0: a lock closes the store.
   * Absent: `FETCHING_HOURS`.
   */
  fetchingHours: z.number().int().min(0).max(24).optional(),
});
export type AccessPolicy = z.infer<typeof AccessPolicy>;

/** Before an administrator says otherwise: what an unattended screen in a home may cost, and half a shift. */
export const FIRST_POLICY: AccessPolicy = { longestIdleMinutes: 15, proofMinutes: 240 };

/** Where nobody said otherwise: a night in which cases arrive while the reader sleeps or eats. */
export const FETCHING_HOURS = 8;

/**
 * Why a store was locked. key: somebody asked. sign-out: the same, and nothing goes on behind it. switch: another person unlocked it.
 * order: a signed order of a site. Of a locked store that was fetching: hours: its time was over. lease: that of its reader was.
 * policy: it may not any more.
 */
export const LockReason = z.enum([
  ...(['key', 'sign-out', 'idle', 'lid', 'system-lock', 'switch', 'revoked', 'order', 'quit'] as const),
  ...(['hours', 'lease', 'policy'] as const),
]);
export type LockReason = z.infer<typeof LockReason>;

/**
 * A store that goes to another machine. moving: its package is not finished, or this is the machine it goes to and has not taken it
 * over. moved: another machine may open it. In both it takes no new work.
 */
export const StoreMovement = z.strictObject({
  stage: z.enum(['moving', 'moved']),
  /** Since when, UTC, ISO 8601. */
  at: z.string(),
  /** Folder of the package, on the machine that made it. */
  to: z.string(),
});
export type StoreMovement = z.infer<typeof StoreMovement>;

/** What an unlock spends its time on, where it is more than proving the passphrase. */
export const OpeningWork = z.strictObject({
  /** checking: the databases are read through. rebuilding: the list is made anew from the stored files. rekeying: keys
   * are being changed. packing: the package for another machine is being made. */
  stage: z.enum(['checking', 'rebuilding', 'rekeying', 'packing']),
  doneCount: z.number().int(),
  /** Null while it is not known. */
  totalCount: z.number().int().nullable(),
  /** Seconds; null while unknown. */
  timeLeft: z.number().nullable(),
});
export type OpeningWork = z.infer<typeof OpeningWork>;

/** What goes on behind the lock: counts and a time, nothing of a patient. Counts end at 999. */
export const Fetching = z.strictObject({
  /** When the store closes, UTC, ISO 8601. */
  until: z.string(),
  /** Studies that are still to come. */
  coming: z.number().int(),
  /** Transfers that run now. */
  running: z.number().int(),
  /** Results that wait to be delivered. */
  outgoing: z.number().int(),
  /** Studies that came since the lock. */
  arrived: z.number().int(),
  /** Orders that came, or became, STAT since the lock. */
  stat: z.number().int(),
});
export type Fetching = z.infer<typeof Fetching>;
