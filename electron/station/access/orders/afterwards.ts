import type { FaultPoints } from '../../kernel/fault-points.ts';
import { Anchor } from '../../kernel/recovery/anchor.ts';
import { generationOf } from '../../kernel/recovery/rollback.ts';
import { rotateStoreKey } from '../../kernel/rotation/rotate-store.ts';
import { loadSlots } from '../../kernel/slots.ts';
import type { OpenStore } from '../open-store.ts';
import type { Afterwards } from './no-entry.ts';
import { finishWipe } from './wiped-store.ts';

export function finishWipeAfter(dir: string, faults: FaultPoints): Afterwards {
  return () => finishWipe(dir, faults);
}

/**
 * A new store key at once, while nobody's passphrase is at hand: what was erased, and who was revoked, is out from now on. The change
 * stays due, so that the next person who unlocks changes it once more, on record, and is shown a recovery key where the former one
 * went with whoever was revoked.
 */
export function rotateAfter(parts: {
  readonly store: OpenStore;
  readonly nativeBinding: string | undefined;
  readonly anchorDir: string | undefined;
  readonly erasing: boolean;
}): Afterwards {
  const { store, nativeBinding, anchorDir, erasing } = parts;
  const { dir, faults, people, index, ledger } = store;
  const active = people.list().flatMap((one) => (one.state === 'active' ? [one.personId] : []));
  const [generation, head] = [generationOf(index) + 1, ledger.head];
  return async (ring) => {
    const slots = loadSlots(dir).filter((slot) => slot.box !== undefined && active.includes(slot.personId));
    const former = ring.databaseKey('anchor');
    await rotateStoreKey({ dir, ring, slots, faults, erasing, database: { nativeBinding } });
    if (anchorDir === undefined || head === null) {
      former.fill(0);
      return;
    }
    const anchor = new Anchor(anchorDir, former);
    try {
      await anchor.write({ generation, head });
    } finally {
      anchor.close();
    }
  };
}
