import type { PersonId } from '../../../shared/model/ids.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import { newRecoveryKey, parseRecoveryKey } from '../kernel/recovery-key.ts';
import { Anchor } from '../kernel/recovery/anchor.ts';
import { generationOf } from '../kernel/recovery/rollback.ts';
import { rotateStoreKey } from '../kernel/rotation/rotate-store.ts';
import type { StoreRotation } from '../kernel/rotation/rotate-store.ts';
import { loadSlots } from '../kernel/slots.ts';
import type { Db, DatabaseOptions } from '../kernel/sqlite.ts';
import { clearDue } from './forget/erase.ts';
import type { OpenStore } from './open-store.ts';

const DUE = 'rotation-due';
const RECOVERY_CONFIRMED = 'recovery-confirmed';

export interface KeyRotation {
  /** Folder of a store that is closed, and whose lock the caller holds. */
  readonly dir: string;
  /** Stays the caller's. */
  readonly ring: KeyRing;
  /** Whose slots stay. */
  readonly active: readonly PersonId[];
  /** Who is shown a new recovery key, where there has to be one. */
  readonly personId: PersonId;
  readonly database: Pick<DatabaseOptions, 'nativeBinding'>;
  /** Something was erased: nothing older than the index as it is may stay. */
  readonly erasing: boolean;
  readonly faults?: FaultPoints | undefined;
  readonly worker?: StoreRotation['worker'];
  readonly onStep?: StoreRotation['onStep'];
}

export interface RotatedKeys {
  /** Slots that open the store now. */
  readonly slots: number;
  /** A new one; null where the recovery key there was stays good. */
  readonly recoveryKey: string | null;
}

/** True when somebody was revoked, and the change of the store key that belongs to it did not end. */
export function isRotationDue(index: Db): boolean {
  return index.prepare('SELECT 1 FROM meta WHERE key = ?').get(DUE) !== undefined;
}

/** Writes down that the key is to be changed: whatever ends the program now, the next opening goes on. */
export function beginRotation({ commands, personId }: OpenStore): void {
  commands.run({ name: 'keys.begin', personId, subject: 'store', detail: { level: 'store' } }, (db) => {
    askRotation(db, 'asked');
  });
}

/** As `beginRotation`, inside another command. */
export function askRotation(db: Db, why: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(DUE, why);
}

/**
 * A new store key. The recovery key on paper stays good, unless it was shown to somebody who is revoked, or its slot is of a program
 * before keys could be changed.
 */
export async function rotateKeys(rotation: KeyRotation): Promise<RotatedKeys> {
  const { dir, ring, active, personId } = rotation;
  const kept = loadSlots(dir).filter((slot) => slot.box !== undefined && active.includes(slot.personId));
  const hasRecovery = kept.some(({ kind }) => kind === 'recovery');
  const recoveryKey = hasRecovery ? null : newRecoveryKey();
  const fresh = recoveryKey === null ? [] : [ring.recoverySlot(personId, parseRecoveryKey(recoveryKey) ?? '')];
  const slots = [...kept, ...fresh];
  return { slots: await rotateStoreKey({ ...rotation, slots }), recoveryKey };
}

/** Writes down that it was done; from now on it is not due. */
export function recordRotation({ commands, personId }: OpenStore, { slots, recoveryKey }: RotatedKeys): void {
  const detail = { level: 'store', slots, newRecoveryKey: recoveryKey !== null };
  commands.run({ name: 'keys.rotate', personId, subject: 'store', detail }, (db) => {
    db.prepare('DELETE FROM meta WHERE key = ?').run(DUE);
    clearDue(db);
    if (recoveryKey !== null) db.prepare('DELETE FROM meta WHERE key = ?').run(RECOVERY_CONFIRMED);
  });
}

/** The anchor of the former key says from now on that there is something newer: a copy from before raises an alarm. Takes `key` over. */
export async function retireAnchor(anchorDir: string | undefined, key: Uint8Array, store: OpenStore): Promise<void> {
  const { index, ledger } = store;
  if (anchorDir === undefined || ledger.head === null) {
    key.fill(0);
    return;
  }
  const anchor = new Anchor(anchorDir, key);
  try {
    await anchor.write({ generation: generationOf(index), head: ledger.head });
  } finally {
    anchor.close();
  }
}
