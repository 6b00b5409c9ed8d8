import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import { newKeyPair, privateOf } from '../../kernel/ed25519.ts';
import type { PublicKeyOf } from '../../kernel/ed25519.ts';
import { deriveKey, openKey, sealKey } from '../../kernel/sealed-key.ts';
import type { Db } from '../../kernel/sqlite.ts';

const NO_SALT = new Uint8Array(0);

export interface StationKeyOptions {
  readonly index: Db;
  readonly ring: { databaseKey(name: 'index'): Uint8Array };
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

const Row = z.object({ key_id: z.string(), public_key: z.string(), sealed: z.string(), made_at: z.string() });

/**
 * The Ed25519 key that signs for this station: made when it is first needed, its private part sealed under a key of the store.
 * When the store key changes it no longer opens, and another is made: whoever was revoked may have had the former one. Its public
 * part stays, for what it signed.
 */
export class StationKey {
  readonly #options: StationKeyOptions;

  constructor(options: StationKeyOptions) {
    this.#options = options;
  }

  /** The newest key that opens, or a new one. */
  current(): PublicKeyOf {
    return this.#usable()?.key ?? this.#make();
  }

  /** Every key that ever signed here, the oldest first. */
  all(): readonly PublicKeyOf[] {
    return rowsOf(this.#options.index).map(publicPart);
  }

  /** Signs with the current key; the signature is hex. */
  sign(text: string): { readonly keyId: string; readonly signature: string } {
    this.current();
    const usable = this.#usable();
    if (usable === null) throw new AppError('internal/bug', 'the key of the station does not open after it was made');
    const { key, privateKey } = usable;
    return { keyId: key.keyId, signature: sign(null, Buffer.from(text, 'utf8'), privateKey).toString('hex') };
  }

  #usable(): { readonly key: PublicKeyOf; readonly privateKey: KeyObject } | null {
    const wrapping = wrappingKey(this.#options.ring);
    try {
      for (const row of rowsOf(this.#options.index).reverse()) {
        const seed = openKey(wrapping, Buffer.from(row.sealed, 'hex'), label(row.key_id));
        if (seed === null) continue;
        const privateKey = privateOf(seed);
        seed.fill(0);
        return { key: publicPart(row), privateKey };
      }
      return null;
    } finally {
      wrapping.fill(0);
    }
  }

  #make(): PublicKeyOf {
    const { keyId, publicKey, seed } = newKeyPair();
    const wrapping = wrappingKey(this.#options.ring);
    const sealed = Buffer.from(sealKey(wrapping, seed, label(keyId))).toString('hex');
    wrapping.fill(0);
    seed.fill(0);
    const { commands, personId, clock, index } = this.#options;
    const before = rowsOf(index).at(-1)?.key_id ?? null;
    commands.run({ name: 'audit.newKey', personId, subject: keyId, detail: { before } }, (db) => {
      db.prepare('INSERT INTO station_key (key_id, public_key, sealed, made_at) VALUES (?, ?, ?, ?)').run(
        ...[keyId, publicKey, sealed, clock.nowIso()],
      );
    });
    return { keyId, publicKey };
  }
}

/** From the key of the index: it changes with the store key. */
function wrappingKey(ring: StationKeyOptions['ring']): Uint8Array {
  const key = ring.databaseKey('index');
  const wrapping = deriveKey(key, NO_SALT, 'nightjar/station-key/1');
  key.fill(0);
  return wrapping;
}

function label(keyId: string): string {
  return `nightjar/station-key/1/${keyId}`;
}

/** In the order of their making; of the same millisecond by name. */
function rowsOf(db: Db): z.infer<typeof Row>[] {
  return db
    .prepare('SELECT key_id, public_key, sealed, made_at FROM station_key ORDER BY made_at, key_id')
    .all()
    .map((row) => Row.parse(row));
}

function publicPart(row: z.infer<typeof Row>): PublicKeyOf {
  return { keyId: row.key_id, publicKey: row.public_key };
}
