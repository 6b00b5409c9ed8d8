import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { systemClock } from './clock.ts';
import { FILE_MODE, KeyRing, keysFileKey } from './key-ring-keys.ts';
import { OwnKey } from './own-key.ts';
import { wasClosedInOrder } from './recovery/clean-mark.ts';
import { useKeyCopy } from './recovery/key-copy.ts';
import { isMendable } from './recovery/mendable.ts';
import { putAside } from './recovery/put-aside.ts';
import { newRecoveryKey, parseRecoveryKey } from './recovery-key.ts';
import { KEY_BYTES } from './sealed-key.ts';
import {
  checkNewPassphrase,
  damagedSlots,
  loadSlots,
  makePassphraseSlot,
  makeRecoverySlot,
  openSlot,
  saveSlots,
} from './slots.ts';
import type { NewPassphrase, Slot } from './slots.ts';
import type { Clock } from './ports.ts';
import type { DatabaseOptions } from './sqlite.ts';
import { beginAttempt } from './unlock-attempts.ts';
import type { AttemptOn } from './unlock-attempts.ts';

export { KeyRing } from './key-ring-keys.ts';

export interface KeyRingOptions extends Pick<DatabaseOptions, 'nativeBinding' | 'cipher'> {
  readonly clock?: Clock;
  /** How to wait after failed tries; tests need not wait. */
  readonly delay?: (ms: number) => Promise<void>;
  /** Cost of a new passphrase slot. */
  readonly scryptLogN?: number;
}

export type UnlockSecret =
  { readonly passphrase: string; readonly personId?: PersonId } | { readonly recoveryKey: string };

/** What the key store of the system gave back for the slot of one person. */
export interface OsSecret {
  readonly personId: PersonId;
  /** 32 bytes in hex. */
  readonly osSecret: string;
}

export interface UnlockedKeyRing {
  readonly ring: KeyRing;
  readonly personId: PersonId;
  readonly by: Slot['kind'];
  /** Tries in a row that failed before this one. */
  readonly failures: number;
  /** What was damaged and taken from its copy. */
  readonly mended: readonly MendedKeys[];
}

export interface MendedKeys {
  readonly part: 'keys' | 'slots';
  /** Folder of the damaged file, relative to the store; null when it was missing. */
  readonly putAside: string | null;
}

const KEYS = 'keys.db';

/** Makes the keys of a new store. The recovery key is given here once and kept nowhere. */
export async function createKeyRing(
  dir: string,
  person: NewPassphrase,
  options: KeyRingOptions = {},
): Promise<{ readonly ring: KeyRing; readonly recoveryKey: string }> {
  checkNewPassphrase(person.passphrase);
  const storeKey = randomBytes(KEY_BYTES);
  const recoveryKey = newRecoveryKey();
  const slots = [
    await makePassphraseSlot(person, storeKey, options.scryptLogN),
    makeRecoverySlot(person.personId, parseRecoveryKey(recoveryKey) ?? '', storeKey),
  ];
  const ring = new KeyRing(keysFile(dir), storeKey, { ...options, mustExist: false });
  try {
    await saveSlots(dir, slots);
    const [slot] = slots;
    if (slot !== undefined) (await openSlot(slot, person.passphrase, ring.own))?.fill(0);
  } catch (error) {
    ring.close();
    throw error;
  }
  return { ring, recoveryKey };
}

/**
 * Opens the keys with one person's passphrase or the recovery key. Throws `access/wrong-passphrase`; each failure makes the
 * next try wait longer, and nothing but the count of failures is written.
 */
export async function unlockKeyRing(
  dir: string,
  secret: UnlockSecret,
  options: KeyRingOptions = {},
): Promise<UnlockedKeyRing> {
  const slots = loadSlots(dir);
  const timing = { clock: options.clock ?? systemClock, delay: options.delay ?? wait };
  const attempt = await beginAttempt(dir, attemptOn(secret), timing);
  const own = new OwnKey();
  const opened = await openFirst(slots, secret, own);
  if (opened === null) throw new AppError('access/wrong-passphrase', 'no key slot opens with this', { retry: 'now' });
  const { storeKey, slot, text } = opened;
  // Who has a passphrase of their own must not clear the count of failures at somebody else's.
  const isAlone = slots.filter(({ kind }) => kind === 'passphrase').length === 1;
  await (attemptOn(secret) === 'anybody' && !isAlone ? attempt.takenBack() : attempt.succeeded());
  const { failures } = attempt;
  const renewed = await withBox(dir, slots, { slot, text, storeKey }, options);
  const fresh =
    slot.box === undefined
      ? renewed.find((one) => one.personId === slot.personId && one.kind === slot.kind)
      : undefined;
  if (fresh !== undefined) (await openSlot(fresh, text, own))?.fill(0);
  const keys = await openKeys(dir, storeKey, options, renewed);
  if (slot.kind === 'recovery') own.recovered();
  keys.ring.own.adopt(own);
  return { ...keys, personId: slot.personId, by: slot.kind, failures };
}

/**
 * As `unlockKeyRing`, with what the key store of the system kept. Nothing is counted: nobody guesses at 256 random bits, and the
 * count of a person's passphrase is not cleared by it. @throws AppError access/passphrase-required where it opens nothing (any more)
 */
export async function unlockByOs(
  dir: string,
  { personId, osSecret }: OsSecret,
  options: KeyRingOptions = {},
): Promise<UnlockedKeyRing> {
  const slots = loadSlots(dir);
  for (const slot of slots) {
    if (slot.kind !== 'os' || slot.personId !== personId) continue;
    const storeKey = await openSlot(slot, osSecret);
    if (storeKey === null) continue;
    const keys = await openKeys(dir, storeKey, options, slots);
    return { ...keys, personId, by: 'os', failures: 0 };
  }
  throw new AppError('access/passphrase-required', 'no slot opens with what the key store of the system has');
}

function attemptOn(secret: UnlockSecret): AttemptOn {
  return 'recoveryKey' in secret ? 'recovery' : (secret.personId ?? 'anybody');
}

/** A slot of a program before there were letter boxes gets one, now that its secret is at hand. */
async function withBox(
  dir: string,
  slots: readonly Slot[],
  opened: { readonly slot: Slot; readonly text: string; readonly storeKey: Uint8Array },
  options: KeyRingOptions,
): Promise<readonly Slot[]> {
  const { slot, text, storeKey } = opened;
  if (slot.box !== undefined || slot.kind === 'os') return slots;
  const fresh =
    slot.kind === 'recovery'
      ? makeRecoverySlot(slot.personId, text, storeKey)
      : await makePassphraseSlot({ ...slot, passphrase: text }, storeKey, options.scryptLogN);
  const renewed = slots.map((one) => (one === slot ? fresh : one));
  await saveSlots(dir, renewed);
  return renewed;
}

/** Opens the keys themselves; where they or the slots are damaged, from their copies. */
async function openKeys(
  dir: string,
  storeKey: Uint8Array,
  options: KeyRingOptions,
  slots: readonly Slot[],
): Promise<{ readonly ring: KeyRing; readonly mended: readonly MendedKeys[] }> {
  const mended: MendedKeys[] = [];
  const damaged = damagedSlots(dir);
  if (damaged.first) mended.push({ part: 'slots', putAside: await putAside(dir, 'slots.json') });
  if (damaged.first || damaged.copy) await saveSlots(dir, slots);
  const check = !wasClosedInOrder(dir, KEYS);
  const open = (): KeyRing =>
    new KeyRing(keysFile(dir), Uint8Array.from(storeKey), { ...options, check, mustExist: true });
  try {
    return { ring: open(), mended };
  } catch (error) {
    if (!isMendable(error)) throw error;
    const key = keysFileKey(storeKey);
    const folder = await useKeyCopy(dir, KEYS, key, { ...options, ...FILE_MODE });
    key.fill(0);
    if (folder === undefined) throw error;
    mended.push({ part: 'keys', putAside: folder });
    return { ring: open(), mended };
  } finally {
    storeKey.fill(0);
  }
}

async function openFirst(
  slots: readonly Slot[],
  secret: UnlockSecret,
  own: OwnKey,
): Promise<{ readonly storeKey: Uint8Array; readonly slot: Slot; readonly text: string } | null> {
  const text = 'recoveryKey' in secret ? parseRecoveryKey(secret.recoveryKey) : secret.passphrase;
  if (text === null) return null;
  for (const slot of slots.filter((candidate) => fits(candidate, secret))) {
    const storeKey = await openSlot(slot, text, own);
    if (storeKey !== null) return { storeKey, slot, text };
  }
  return null;
}

function fits(slot: Slot, secret: UnlockSecret): boolean {
  if ('recoveryKey' in secret) return slot.kind === 'recovery';
  return slot.kind === 'passphrase' && (secret.personId === undefined || secret.personId === slot.personId);
}

function keysFile(dir: string): string {
  return join(dir, KEYS);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
