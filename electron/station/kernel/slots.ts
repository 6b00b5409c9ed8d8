import { randomBytes, scrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { diskError, systemCode } from './disk-error.ts';
import { newId } from './ids.ts';
import { deriveKey, openKey } from './sealed-key.ts';
import type { OwnKey } from './own-key.ts';
import { boxSeal, isBoxSeal, newBox, privateHalf, putInBox, takeFromBox } from './slot-box.ts';

/** What a key store of a system makes of 64 characters, with much room, in hex. */
const MOST_SEALED_DIGITS = 16_384;
const Bytes = z.string().regex(/^[0-9a-f]+$/);
const ScryptCost = z.strictObject({
  /** Binary logarithm of N; bounded, since whoever edits the file could else make unlocking eat all memory. */
  logN: z.number().int().min(10).max(20),
  r: z.literal(8),
  p: z.literal(1),
});
type ScryptCost = z.infer<typeof ScryptCost>;

/** How a new store key gets into the slot while its owner is away. Absent in slots of a program before people had roles. */
const Box = z.strictObject({
  publicKey: Bytes,
  sealedPrivate: Bytes,
  /** Made with the store key: see `boxSeal`. */
  seal: Bytes,
});
const common = { slotId: z.string(), personId: PersonId, salt: Bytes, sealed: Bytes, box: Box.optional() };
const Slot = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), ...common, name: z.string(), cost: ScryptCost }),
  z.strictObject({ kind: z.literal('recovery'), ...common }),
  /** `secret`: what opens it, as the key store of the system sealed it. */
  z.strictObject({ kind: z.literal('os'), ...common, secret: Bytes.max(MOST_SEALED_DIGITS) }),
]);
export type Slot = z.infer<typeof Slot>;

const SlotFile = z.strictObject({
  format: z.literal('nightjar-slots'),
  /** 3: one of the slots is of the kind that hangs on the key store of the system. */
  version: z.union([z.literal(1), z.literal(2), z.literal(3)]),
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
  const text = slotsText(slots);
  try {
    await writeFileAtomic(slotsFile(dir), text);
    await writeFileAtomic(slotsCopy(dir), text);
  } catch (error) {
    throw diskError(error);
  }
}

/** As it stands in the file. */
export function slotsText(slots: readonly Slot[]): string {
  const version = slots.some(({ kind }) => kind === 'os') ? 3 : 2;
  return `${JSON.stringify({ format: 'nightjar-slots', version, slots }, null, 2)}\n`;
}

/** Throws `access/weak-passphrase`. Only for new passphrases: an old one is judged by whether it opens. */
export function checkNewPassphrase(passphrase: string): void {
  if ([...normalise(passphrase)].length < MINIMUM_CHARACTERS) {
    throw new AppError('access/weak-passphrase', 'the passphrase is too short', {
      context: { minimum: MINIMUM_CHARACTERS },
    });
  }
}

export interface NewPassphrase {
  readonly personId: PersonId;
  readonly name: string;
  readonly passphrase: string;
}

export async function makePassphraseSlot(
  person: NewPassphrase,
  storeKey: Uint8Array,
  logN: number = DEFAULT_LOG_N,
): Promise<Slot> {
  const cost: ScryptCost = { logN, r: 8, p: 1 };
  const salt = randomBytes(16);
  const wrapping = await stretch(person.passphrase, salt, cost);
  const { personId, name } = person;
  const slot = { kind: 'passphrase' as const, slotId: newId(), personId, name, salt: hex(salt), cost };
  return boxed(slot, wrapping, storeKey);
}

/** `secret` is a recovery key as `parseRecoveryKey` gives it: random enough to need no stretching. */
export function makeRecoverySlot(personId: PersonId, secret: string, storeKey: Uint8Array): Slot {
  const salt = randomBytes(16);
  const slot = { kind: 'recovery' as const, slotId: newId(), personId, salt: hex(salt) };
  return boxed(slot, recoveryWrapping(secret, salt), storeKey);
}

/**
 * A slot beside the person's own: what opens it is kept by the key store of the system, which knows the user of the computer and not
 * who sits there. @param secret what opens it, 32 random bytes @param sealed the same as the key store sealed it
 */
export function makeOsSlot(
  personId: PersonId,
  { secret, sealed }: { readonly secret: Uint8Array; readonly sealed: Uint8Array },
  storeKey: Uint8Array,
): Slot {
  const salt = randomBytes(16);
  const slot = { kind: 'os' as const, slotId: newId(), personId, salt: hex(salt), secret: hex(sealed) };
  return boxed(slot, osWrapping(hex(secret), salt), storeKey);
}

/** @param secret the words of a person; for a slot of the key store of the system its 32 bytes in hex */
async function wrappingOf(slot: Slot, secret: string): Promise<Uint8Array> {
  const salt = Buffer.from(slot.salt, 'hex');
  switch (slot.kind) {
    case 'passphrase':
      return await stretch(secret, salt, slot.cost);
    case 'recovery':
      return recoveryWrapping(secret, salt);
    case 'os':
      return osWrapping(secret, salt);
    default:
      return assertNever(slot);
  }
}

/**
 * The store key, or null when the secret is not the one of this slot.
 * @param own is given what this passphrase alone opens
 */
export async function openSlot(slot: Slot, secret: string, own?: OwnKey): Promise<Uint8Array | null> {
  const wrapping = await wrappingOf(slot, secret);
  const sealed = Buffer.from(slot.sealed, 'hex');
  const storeKey =
    slot.box === undefined
      ? openKey(wrapping, sealed, label(slot))
      : takeFromBox(
          {
            publicKey: Buffer.from(slot.box.publicKey, 'hex'),
            sealedPrivate: Buffer.from(slot.box.sealedPrivate, 'hex'),
          },
          wrapping,
          sealed,
          label(slot),
        );
  if (storeKey !== null && slot.kind === 'passphrase' && slot.box !== undefined) {
    const publicKey = Buffer.from(slot.box.publicKey, 'hex');
    const box = { publicKey, sealedPrivate: Buffer.from(slot.box.sealedPrivate, 'hex') };
    const privateKey = own === undefined ? null : privateHalf(box, wrapping, label(slot));
    if (privateKey !== null) own?.take(slot.personId, publicKey, privateKey);
  }
  wrapping.fill(0);
  return storeKey;
}

/**
 * The same slots for another store key; nobody's secret is needed. Left out are slots that somebody made without the store key, and
 * those of old that have no letter box.
 */
export function slotsFor(slots: readonly Slot[], storeKey: Uint8Array, next: Uint8Array): readonly Slot[] {
  return slots.flatMap((slot) => {
    const { box } = slot;
    if (box === undefined || !isBoxSeal(storeKey, sealFacts(slot, box.publicKey), box.seal)) return [];
    return [withLetter(slot, box, next)];
  });
}

type Unsealed = DistributiveOmit<Slot, 'sealed' | 'box'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Zeroes `wrapping`. */
function boxed(slot: Unsealed, wrapping: Uint8Array, storeKey: Uint8Array): Slot {
  const { publicKey, sealedPrivate } = newBox(wrapping, label(slot));
  wrapping.fill(0);
  return withLetter(slot, { publicKey: hex(publicKey), sealedPrivate: hex(sealedPrivate) }, storeKey);
}

function withLetter(
  slot: Unsealed,
  { publicKey, sealedPrivate }: { readonly publicKey: string; readonly sealedPrivate: string },
  storeKey: Uint8Array,
): Slot {
  const sealed = hex(putInBox(Buffer.from(publicKey, 'hex'), storeKey, label(slot)));
  const seal = boxSeal(storeKey, sealFacts(slot, publicKey));
  return { ...slot, sealed, box: { publicKey, sealedPrivate, seal } };
}

function sealFacts(slot: Unsealed, publicKey: string): readonly string[] {
  return [slot.kind, slot.slotId, slot.personId, slot.kind === 'passphrase' ? slot.name : '', publicKey];
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

function osWrapping(secret: string, salt: Uint8Array): Uint8Array {
  return deriveKey(Buffer.from(secret, 'hex'), salt, 'nightjar/os-slot/1');
}

function label({ kind, slotId, personId }: Pick<Slot, 'kind' | 'slotId' | 'personId'>): string {
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
