import { z } from 'zod';

/** What an administrator sets for everybody at a store. */
export const AccessPolicy = z.strictObject({
  /** The longest that a station may stand open without anybody touching it, minutes; a person may choose less. */
  longestIdleMinutes: z.number().int().min(1).max(240),
  /** How old the last proof of a person may be when a report is signed, minutes. */
  proofMinutes: z.number().int().min(1).max(1440),
  /** People may open the store with the key store of the system, right after the program was started. Absent: no. */
  keyStore: z.boolean().optional(),
});
export type AccessPolicy = z.infer<typeof AccessPolicy>;

/** Before an administrator says otherwise: what an unattended screen in a home may cost, and half a shift. */
export const FIRST_POLICY: AccessPolicy = { longestIdleMinutes: 15, proofMinutes: 240 };

/** Why a store was locked. key: somebody asked. switch: another person unlocked it. order: a signed order of a site. */
export const LockReason = z.enum(['key', 'idle', 'lid', 'system-lock', 'switch', 'revoked', 'order', 'quit']);
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
