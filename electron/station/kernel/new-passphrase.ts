import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { systemClock } from './clock.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';
import type { KeyRing, KeyRingOptions } from './key-ring.ts';
import type { OwnKey } from './own-key.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { checkNewPassphrase, loadSlots, openSlot, saveSlots } from './slots.ts';
import type { NewPassphrase, Slot } from './slots.ts';
import { beginAttempt } from './unlock-attempts.ts';

/**
 * Proves that somebody holds the recovery key of this store, or with `alsoPassphrase` the passphrase of this person, and says which: a
 * way to the store key is opened with it and shut again. Throws access/wrong-passphrase; failures make the next try wait, as at
 * unlocking. Two at a time would share one wait: the caller lets them come one after the other.
 */
export async function proveSecret(
  dir: string,
  secret: { readonly personId: PersonId; readonly text: string; readonly alsoPassphrase: boolean },
  options: KeyRingOptions,
  own?: OwnKey,
): Promise<Slot['kind']> {
  const recovery = parseRecoveryKey(secret.text);
  const kind = recovery !== null || !secret.alsoPassphrase ? 'recovery' : 'passphrase';
  // There is one recovery key a store, whoever was shown it.
  const slots = loadSlots(dir).filter(
    (slot) => slot.kind === kind && (kind === 'recovery' || slot.personId === secret.personId),
  );
  const timing = { clock: options.clock ?? systemClock, delay: options.delay ?? wait };
  const attempt = await beginAttempt(dir, kind === 'recovery' ? 'recovery' : secret.personId, timing);
  for (const slot of kind === 'recovery' && recovery === null ? [] : slots) {
    const storeKey = await openSlot(slot, recovery ?? secret.text, own);
    if (storeKey === null) continue;
    storeKey.fill(0);
    if (kind === 'recovery') own?.recovered();
    await attempt.succeeded();
    return kind;
  }
  throw new AppError('access/wrong-passphrase', 'no key slot opens with this', { retry: 'now' });
}

/**
 * Puts a new passphrase slot in the place of this person's, if there is one; one that hangs on the key store of the system goes too. `record` runs when all is ready and before the slots are
 * written, so that no change goes unrecorded; it is given the public half of the new slot. The recovery key stays the same. Throws access/weak-passphrase, disk/….
 */
export async function putPassphrase(
  { dir, ring, logN, faults = NO_FAULTS }: SlotPlace,
  person: NewPassphrase,
  record: (next: Uint8Array) => void,
): Promise<void> {
  checkNewPassphrase(person.passphrase);
  const fresh = await ring.passphraseSlot(person, logN);
  // Who changes a passphrase wants every way in but this one shut; the recovery key is the store's.
  const others = loadSlots(dir).filter((slot) => slot.kind === 'recovery' || slot.personId !== person.personId);
  record(Buffer.from(fresh.box?.publicKey ?? '', 'hex'));
  await faults.aroundAsync('slots', () => saveSlots(dir, [fresh, ...others]));
  // Who is at work goes on with the new one.
  if (ring.own.personId === person.personId) (await openSlot(fresh, person.passphrase, ring.own))?.fill(0);
}

export interface SlotPlace {
  readonly dir: string;
  readonly ring: KeyRing;
  /** Cost of the slot; the usual one when absent. */
  readonly logN?: number | undefined;
  readonly faults?: FaultPoints | undefined;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
