import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { fingerprintOf } from '../../../../shared/review/package/card.ts';
import type { ReviewCard } from '../../../../shared/review/package/card.ts';
import type { Commands } from '../../kernel/command.ts';
import { privateOf } from '../../kernel/ed25519.ts';
import { isFor, sealFor } from '../../kernel/own-key.ts';
import type { OwnKey } from '../../kernel/own-key.ts';
import type { Clock } from '../../kernel/ports.ts';
import { deriveKey, KEY_BYTES } from '../../kernel/sealed-key.ts';
import { loadSlots } from '../../kernel/slots.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { publicOf } from '../package/exchange-key.ts';

export interface OwnKeysParts {
  /** Of the store, where the slots are. */
  readonly dir: string;
  readonly index: Db;
  readonly ring: { readonly own: OwnKey };
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Both private parts; `exchange.secret` is the caller's to zero. */
export interface OpenKeys {
  readonly exchange: { readonly publicKey: string; readonly secret: Uint8Array };
  readonly signing: { readonly publicKey: string; readonly privateKey: KeyObject };
}

const Row = z.object({ key_id: z.string(), exchange_key: z.string(), signing_key: z.string(), sealed: z.string() });
type Row = z.infer<typeof Row>;
const NO_SALT = new Uint8Array(0);
/** SPKI of Ed25519: these bytes, then the 32 of the key. */
const SPKI_BYTES = 12;

/**
 * The pair with which one person exchanges review packages: X25519 to be written to, Ed25519 to sign with. Both follow from one seed, which is
 * sealed for the slot that the person's own passphrase opens, as the key of their reports is: who else has the store opens no package of
 * theirs. A passphrase that somebody else reset ends it; another is made, and has to be enrolled anew.
 */
export class OwnKeys {
  readonly #parts: OwnKeysParts;

  constructor(parts: OwnKeysParts) {
    this.#parts = parts;
  }

  /** Public parts, made where there are none yet. @throws AppError access/proof-needed where the person has no passphrase */
  card(): ReviewCard {
    const { exchange_key: exchangeKey, signing_key: signingKey } = this.#row() ?? this.#make();
    return { exchangeKey, signingKey };
  }

  /** Public parts, where there are any: nothing is made. */
  known(): ReviewCard | null {
    const row = this.#row();
    return row === null ? null : { exchangeKey: row.exchange_key, signingKey: row.signing_key };
  }

  /** @throws AppError access/proof-needed where nobody typed the passphrase in this session */
  open(): OpenKeys {
    const { ring, personId } = this.#parts;
    const row = this.#row() ?? this.#make();
    const isOwn = ring.own.personId === null || ring.own.personId === personId;
    const seed = isOwn ? ring.own.open(row.key_id, Buffer.from(row.sealed, 'hex'), label(personId, row.key_id)) : null;
    if (seed === null)
      throw new AppError('access/proof-needed', 'the passphrase opens review packages', { retry: 'now' });
    const { exchange, signing } = pairsOf(seed);
    seed.fill(0);
    return { exchange, signing };
  }

  #row(): Row | null {
    const publicKey = this.#slotKey();
    if (publicKey === null) return null;
    const { index, personId } = this.#parts;
    return rowsOf(index, personId).find(({ sealed }) => isFor(Buffer.from(sealed, 'hex'), publicKey)) ?? null;
  }

  #make(): Row {
    const { commands, personId, clock } = this.#parts;
    const slot = this.#slotKey();
    if (slot === null) throw new AppError('access/proof-needed', 'the person has no passphrase', { retry: 'now' });
    const seed = randomBytes(KEY_BYTES);
    const { exchange, signing } = pairsOf(seed);
    exchange.secret.fill(0);
    const keyId = digestOf({ exchangeKey: exchange.publicKey, signingKey: signing.publicKey }).toString('hex');
    const sealed = Buffer.from(sealFor(slot, seed, label(personId, keyId))).toString('hex');
    seed.fill(0);
    const row = { key_id: keyId, exchange_key: exchange.publicKey, signing_key: signing.publicKey, sealed };
    commands.run({ name: 'review.newExchangeKey', personId, subject: personId, detail: { keyId } }, (db) => {
      db.prepare('INSERT INTO review_person_key VALUES (?, ?, ?, ?, ?, ?)').run(
        ...[keyId, personId, exchange.publicKey, signing.publicKey, sealed, clock.nowIso()],
      );
    });
    return row;
  }

  /** Of the slot that the person's passphrase opens. */
  #slotKey(): Uint8Array | null {
    const { dir, personId } = this.#parts;
    const slot = loadSlots(dir).find((one) => one.kind === 'passphrase' && one.personId === personId);
    return slot?.box === undefined ? null : Buffer.from(slot.box.publicKey, 'hex');
  }
}

/** To be read over the telephone. */
export function fingerprint(card: ReviewCard): string {
  return fingerprintOf(digestOf(card));
}

/**
 * The person changes their own passphrase: what the former one opens is sealed for the new one. Inside the transaction of the change.
 * @param next public half of the slot of the new passphrase
 */
export function rebindReviewKeys(db: Db, own: OwnKey, personId: PersonId, next: Uint8Array): void {
  for (const { key_id: keyId, sealed } of rowsOf(db, personId)) {
    const seed = own.open(keyId, Buffer.from(sealed, 'hex'), label(personId, keyId));
    if (seed === null) continue;
    const rebound = Buffer.from(sealFor(next, seed, label(personId, keyId))).toString('hex');
    seed.fill(0);
    db.prepare('UPDATE review_person_key SET sealed = ? WHERE key_id = ?').run(rebound, keyId);
  }
}

function pairsOf(seed: Uint8Array): OpenKeys {
  const secret = deriveKey(seed, NO_SALT, 'nightjar/review-exchange/1');
  const signingSeed = deriveKey(seed, NO_SALT, 'nightjar/review-signing/1');
  const privateKey = privateOf(signingSeed);
  signingSeed.fill(0);
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI_BYTES)
    .toString('hex');
  return { exchange: { publicKey: publicOf(secret), secret }, signing: { publicKey, privateKey } };
}

function digestOf({ exchangeKey, signingKey }: ReviewCard): Buffer {
  return createHash('sha256').update(`nightjar/review-card/1/${exchangeKey}${signingKey}`, 'utf8').digest();
}

function rowsOf(db: Db, personId: PersonId): readonly Row[] {
  return db
    .prepare(
      `SELECT key_id, exchange_key, signing_key, sealed FROM review_person_key
       WHERE person_id = ? ORDER BY made_at DESC, key_id`,
    )
    .all(personId)
    .map((row) => Row.parse(row));
}

function label(personId: PersonId, keyId: string): string {
  return `nightjar/review-person-key/1/${personId}/${keyId}`;
}
