import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { systemClock } from './clock.ts';
import type { KeyRingOptions } from './key-ring.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { checkNewPassphrase, loadSlots, makePassphraseSlot, openSlot, saveSlots } from './slots.ts';
import type { Slot } from './slots.ts';
import { beginAttempt } from './unlock-attempts.ts';

/**
 * Proves that somebody holds the recovery key of this store, or with `alsoPassphrase` the passphrase: a way to the store key is
 * opened with it and shut again. Throws access/wrong-passphrase; failures make the next try wait, as at unlocking.
 */
export async function proveSecret(
  dir: string,
  secret: { readonly personId: PersonId; readonly text: string; readonly alsoPassphrase: boolean },
  options: KeyRingOptions,
): Promise<void> {
  const { storeKey } = await openAny(dir, secret, options);
  storeKey.fill(0);
}

/**
 * Puts a new passphrase slot in the place of this person's, proved by the old passphrase or the recovery key. `record` runs when all
 * is ready and before the slots are written, so that no change goes unrecorded. The recovery key stays the same.
 * Throws access/weak-passphrase, access/wrong-passphrase, disk/….
 */
export async function replacePassphrase(
  dir: string,
  change: { readonly personId: PersonId; readonly name: string; readonly proof: string; readonly passphrase: string },
  options: KeyRingOptions,
  record: (provedBy: Slot['kind']) => void,
): Promise<void> {
  const { personId, name, proof, passphrase } = change;
  checkNewPassphrase(passphrase);
  const { storeKey, kind } = await openAny(dir, { personId, text: proof, alsoPassphrase: true }, options);
  try {
    const fresh = await makePassphraseSlot({ personId, name, passphrase }, storeKey, options.scryptLogN);
    const others = loadSlots(dir).filter((slot) => slot.kind !== 'passphrase' || slot.personId !== personId);
    record(kind);
    await saveSlots(dir, [fresh, ...others]);
  } finally {
    storeKey.fill(0);
  }
}

async function openAny(
  dir: string,
  secret: { readonly personId: PersonId; readonly text: string; readonly alsoPassphrase: boolean },
  options: KeyRingOptions,
): Promise<{ readonly storeKey: Uint8Array; readonly kind: Slot['kind'] }> {
  const recovery = parseRecoveryKey(secret.text);
  const kind = recovery !== null || !secret.alsoPassphrase ? 'recovery' : 'passphrase';
  // There is one recovery key a store, whoever was shown it.
  const slots = loadSlots(dir).filter(
    (slot) => slot.kind === kind && (kind === 'recovery' || slot.personId === secret.personId),
  );
  const timing = { clock: options.clock ?? systemClock, delay: options.delay ?? wait };
  const attempt = await beginAttempt(dir, kind === 'recovery' ? 'recovery' : secret.personId, timing);
  for (const slot of kind === 'recovery' && recovery === null ? [] : slots) {
    const storeKey = await openSlot(slot, recovery ?? secret.text);
    if (storeKey === null) continue;
    await attempt.succeeded();
    return { storeKey, kind };
  }
  throw new AppError('access/wrong-passphrase', 'no key slot opens with this', { retry: 'now' });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
