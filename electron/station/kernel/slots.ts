import { randomBytes, scrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { diskError, systemCode } from './disk-error.ts';
import { newId } from './ids.ts';
import { deriveKey, openKey, sealKey } from './sealed-key.ts';

const Bytes = z.string().regex(/^[0-9a-f]+$/);
const ScryptCost = z.strictObject({
  /** Binary logarithm of N; bounded, since whoever edits the file could else make unlocking eat all memory. */
  logN: z.number().int().min(10).max(20),
  r: z.literal(8),
  p: z.literal(1),
});
type ScryptCost = z.infer<typeof ScryptCost>;

const common = { slotId: z.string(), personId: PersonId, salt: Bytes, sealed: Bytes };
const Slot = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), ...common, name: z.string(), cost: ScryptCost }),
  z.strictObject({ kind: z.literal('recovery'), ...common }),
]);
export type Slot = z.infer<typeof Slot>;

const SlotFile = z.strictObject({
  format: z.literal('nightjar-slots'),
  version: z.literal(1),
  slots: z.array(Slot).min(1),
});

/** About 300 ms on the project's kind of machine, 64 MiB. */
const DEFAULT_LOG_N = 16;
const MINIMUM_CHARACTERS = 8;

/**
 * The ways to the store key, each slot by itself; a small file, read at once. Where it cannot be read, its copy is.
 * Throws `store/missing` or `store/damaged`.
 */
export function loadSlots(dir: string): readonly Slot[] {
  try {
    return readSlots(slotsFile(dir));
  } catch (error) {
    try {
      return readSlots(slotsCopy(dir));
    } catch {
      // No copy either: what is wrong with the first is what there is to say.
      throw error;
    }
  }
}

/** Which of the two files of the slots cannot be read. */
export function damagedSlots(dir: string): { readonly first: boolean; readonly copy: boolean } {
  return { first: !isReadable(slotsFile(dir)), copy: !isReadable(slotsCopy(dir)) };
}

function isReadable(file: string): boolean {
  try {
    readSlots(file);
    return true;
  } catch {
    // Whatever is wrong with it.
    return false;
  }
}

function readSlots(file: string): readonly Slot[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new AppError('store/missing', 'the key slots are not there');
    throw diskError(error);
  }
  const parsed = SlotFile.safeParse(parseJson(text));
  if (!parsed.success) throw new AppError('store/damaged', 'the key slots cannot be read');
  return parsed.data.slots;
}

export async function saveSlots(dir: string, slots: readonly Slot[]): Promise<void> {
  const text = `${JSON.stringify({ format: 'nightjar-slots', version: 1, slots }, null, 2)}\n`;
  try {
    await writeFileAtomic(slotsFile(dir), text);
    await writeFileAtomic(slotsCopy(dir), text);
  } catch (error) {
    throw diskError(error);
  }
}

/** Throws `access/weak-passphrase`. Only for new passphrases: an old one is judged by whether it opens. */
export function checkNewPassphrase(passphrase: string): void {
  if ([...normalise(passphrase)].length < MINIMUM_CHARACTERS) {
    throw new AppError('access/weak-passphrase', 'the passphrase is too short', {
      context: { minimum: MINIMUM_CHARACTERS },
    });
  }
}

export async function makePassphraseSlot(
  person: { readonly personId: PersonId; readonly name: string; readonly passphrase: string },
  storeKey: Uint8Array,
  logN: number = DEFAULT_LOG_N,
): Promise<Slot> {
  const cost: ScryptCost = { logN, r: 8, p: 1 };
  const salt = randomBytes(16);
  const slotId = newId();
  const wrapping = await stretch(person.passphrase, salt, cost);
  const sealed = sealKey(wrapping, storeKey, label('passphrase', slotId, person.personId));
  wrapping.fill(0);
  const { personId, name } = person;
  return { kind: 'passphrase', slotId, personId, name, salt: hex(salt), cost, sealed: hex(sealed) };
}

/** `secret` is a recovery key as `parseRecoveryKey` gives it: random enough to need no stretching. */
export function makeRecoverySlot(personId: PersonId, secret: string, storeKey: Uint8Array): Slot {
  const salt = randomBytes(16);
  const slotId = newId();
  const wrapping = recoveryWrapping(secret, salt);
  const sealed = sealKey(wrapping, storeKey, label('recovery', slotId, personId));
  wrapping.fill(0);
  return { kind: 'recovery', slotId, personId, salt: hex(salt), sealed: hex(sealed) };
}

/** The store key, or null when the secret is not the one of this slot. */
export async function openSlot(slot: Slot, secret: string): Promise<Uint8Array | null> {
  const salt = Buffer.from(slot.salt, 'hex');
  const wrapping = slot.kind === 'passphrase' ? await stretch(secret, salt, slot.cost) : recoveryWrapping(secret, salt);
  const storeKey = openKey(wrapping, Buffer.from(slot.sealed, 'hex'), label(slot.kind, slot.slotId, slot.personId));
  wrapping.fill(0);
  return storeKey;
}

function slotsFile(dir: string): string {
  return join(dir, 'slots.json');
}

function slotsCopy(dir: string): string {
  return join(dir, 'slots-copy.json');
}

/** Keyboards differ in how they compose an accent; the same word must open the store on all of them. */
function normalise(passphrase: string): string {
  return passphrase.normalize('NFKC');
}

function stretch(passphrase: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  const N = 2 ** cost.logN;
  const options = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(normalise(passphrase), salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

function recoveryWrapping(secret: string, salt: Uint8Array): Uint8Array {
  return deriveKey(Buffer.from(secret, 'ascii'), salt, 'nightjar/recovery/1');
}

function label(kind: Slot['kind'], slotId: string, personId: PersonId): string {
  return `nightjar/store-key/1/${kind}/${slotId}/${personId}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all is the same finding as JSON of another shape.
    return null;
  }
}
