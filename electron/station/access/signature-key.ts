import { sign } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { ReportSignature } from '../../../shared/model/report-signature.ts';
import { newKeyPair, privateOf } from '../kernel/ed25519.ts';
import { isFor, sealFor } from '../kernel/own-key.ts';
import type { OwnKey } from '../kernel/own-key.ts';
import { deriveKey, openKey, SEALED_KEY_BYTES } from '../kernel/sealed-key.ts';
import { loadSlots } from '../kernel/slots.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { StationKeyOptions } from './audit/station-key.ts';

const Row = z.object({ key_id: z.string(), public_key: z.string(), sealed: z.string() });
type Row = z.infer<typeof Row>;

export interface SignatureKeyOptions extends StationKeyOptions {
  /** Of the store, where the slots are. */
  readonly dir: string;
  readonly ring: StationKeyOptions['ring'] & { readonly own: OwnKey };
}

/**
 * The Ed25519 key with which one person signs reports: made when it is first needed, its private part sealed for the slot that the person's own
 * passphrase opens. Whoever else has the store, by another person's passphrase, the recovery key or the key store of the system, signs with
 * it nothing. A passphrase that somebody else reset, or one that was forgotten, ends it: another is made, and a site enrols the new one.
 */
export class SignatureKey {
  readonly #options: SignatureKeyOptions;

  constructor(options: SignatureKeyOptions) {
    this.#options = options;
  }

  /** The public part, as a site enrols it. */
  current(): Pick<ReportSignature, 'keyId' | 'publicKey'> {
    const { key_id: keyId, public_key: publicKey } = this.#row() ?? this.#make();
    return { keyId, publicKey };
  }

  /** @throws AppError access/proof-needed where nobody typed the passphrase in this session */
  sign(text: string): ReportSignature {
    const { own } = this.#options.ring;
    let row = this.#row() ?? this.#make();
    let seed = this.#open(row);
    // Who has the recovery key alone signs under a key of its own, which no site has enrolled.
    if (seed === null && own.personId === null && own.isRecovered) {
      row = this.#make();
      seed = this.#open(row);
    }
    if (seed === null)
      throw new AppError('access/proof-needed', 'the passphrase opens the signature', { retry: 'now' });
    const privateKey = privateOf(seed);
    seed.fill(0);
    const signature = sign(null, Buffer.from(text, 'utf8'), privateKey).toString('hex');
    return { algorithm: 'Ed25519', keyId: row.key_id, publicKey: row.public_key, signature };
  }

  /** Keys of a program before this, which lay under the key of the store, are sealed for their person: after each unlock. */
  bind(): void {
    const { index, commands, personId, ring } = this.#options;
    const publicKey = this.#publicKey();
    const old = rowsOf(index, personId).filter(({ sealed }) => sealed.length === 2 * SEALED_KEY_BYTES);
    if (old.length === 0 || publicKey === null) return;
    const key = ring.databaseKey('index');
    const wrapping = deriveKey(key, Buffer.from(personId, 'utf8'), 'nightjar/person-key/1');
    key.fill(0);
    const bound = old.flatMap(({ key_id: keyId, sealed }) => {
      const seed = openKey(wrapping, Buffer.from(sealed, 'hex'), `nightjar/person-key/1/${personId}/${keyId}`);
      return seed === null ? [] : [{ keyId, sealed: sealedFor(publicKey, seed, personId, keyId) }];
    });
    wrapping.fill(0);
    if (bound.length === 0) return;
    const detail = { keys: bound.length };
    commands.run({ name: 'people.bindSignatureKey', personId, subject: personId, detail }, (db) => {
      for (const { keyId, sealed } of bound) put(db, keyId, sealed);
    });
  }

  #open({ key_id: keyId, sealed }: Row): Uint8Array | null {
    const { ring, personId } = this.#options;
    if (ring.own.personId !== null && ring.own.personId !== personId) return null;
    return ring.own.open(keyId, Buffer.from(sealed, 'hex'), label(personId, keyId));
  }

  /**
   * Of those that are sealed for the passphrase of now the first that opens: a key that was made on a day with the recovery key does not take
   * the place of the one that a site has enrolled.
   */
  #row(): Row | null {
    const { index, personId } = this.#options;
    this.bind();
    const publicKey = this.#publicKey();
    if (publicKey === null) return null;
    const sealed = rowsOf(index, personId).filter((row) => isFor(Buffer.from(row.sealed, 'hex'), publicKey));
    return sealed.find((row) => this.#opens(row)) ?? sealed[0] ?? null;
  }

  #opens(row: Row): boolean {
    const seed = this.#open(row);
    seed?.fill(0);
    return seed !== null;
  }

  #make(): Row {
    const { commands, personId, clock, ring } = this.#options;
    const own = this.#publicKey();
    if (own === null) throw new AppError('access/proof-needed', 'the person has no passphrase', { retry: 'now' });
    const { keyId, publicKey, seed } = newKeyPair();
    if (ring.own.personId === null && ring.own.isRecovered) ring.own.keep(keyId, seed);
    const sealed = sealedFor(own, seed, personId, keyId);
    commands.run({ name: 'people.newSignatureKey', personId, subject: personId, detail: { keyId } }, (db) => {
      db.prepare('INSERT INTO person_key (key_id, person_id, public_key, sealed, made_at) VALUES (?, ?, ?, ?, ?)').run(
        ...[keyId, personId, publicKey, sealed, clock.nowIso()],
      );
    });
    return { key_id: keyId, public_key: publicKey, sealed };
  }

  /** Of the slot that the person's passphrase opens. */
  #publicKey(): Uint8Array | null {
    const { dir, personId } = this.#options;
    const slot = loadSlots(dir).find((one) => one.kind === 'passphrase' && one.personId === personId);
    return slot?.box === undefined ? null : Buffer.from(slot.box.publicKey, 'hex');
  }
}

/**
 * The person changes their own passphrase: what the former one opens is sealed for the new one. Inside the transaction of the change.
 * @param next public half of the slot of the new passphrase
 */
export function rebindSignatureKeys(db: Db, own: OwnKey, personId: PersonId, next: Uint8Array): void {
  for (const { key_id: keyId, sealed } of rowsOf(db, personId)) {
    const seed = own.open(keyId, Buffer.from(sealed, 'hex'), label(personId, keyId));
    if (seed !== null) put(db, keyId, sealedFor(next, seed, personId, keyId));
  }
}

/** Oldest first. */
function rowsOf(db: Db, personId: PersonId): readonly Row[] {
  return db
    .prepare('SELECT key_id, public_key, sealed FROM person_key WHERE person_id = ? ORDER BY made_at, key_id')
    .all(personId)
    .map((row) => Row.parse(row));
}

function put(db: Db, keyId: string, sealed: string): void {
  db.prepare('UPDATE person_key SET sealed = ? WHERE key_id = ?').run(sealed, keyId);
}

/** Zeroes the seed. Hex. */
function sealedFor(publicKey: Uint8Array, seed: Uint8Array, personId: PersonId, keyId: string): string {
  const sealed = Buffer.from(sealFor(publicKey, seed, label(personId, keyId))).toString('hex');
  seed.fill(0);
  return sealed;
}

function label(personId: PersonId, keyId: string): string {
  return `nightjar/person-key/2/${personId}/${keyId}`;
}

/** As it stands after an unlock. A store that lives on another machine now is left as it is. */
export function boundKey(
  options: SignatureKeyOptions & { readonly movement: { readonly moved: unknown } },
): SignatureKey {
  const key = new SignatureKey(options);
  if (options.movement.moved === null) key.bind();
  return key;
}
