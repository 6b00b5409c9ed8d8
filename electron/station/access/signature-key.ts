import { sign } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { ReportSignature } from '../../../shared/model/report-signature.ts';
import { deriveKey, openKey, sealKey } from '../kernel/sealed-key.ts';
import { newKeyPair, privateOf } from '../kernel/ed25519.ts';
import type { StationKeyOptions } from './audit/station-key.ts';

const Row = z.object({ key_id: z.string(), public_key: z.string(), sealed: z.string() });

/**
 * The Ed25519 key with which one person signs reports: made when it is first needed, its private part sealed under a key of the store and
 * bound to the person; no part of the program opens it for anybody else. When the store key changes it no longer opens and another
 * is made: whoever was revoked may have had the former one, and a site enrols the new one.
 */
export class SignatureKey {
  readonly #options: StationKeyOptions;

  constructor(options: StationKeyOptions) {
    this.#options = options;
  }

  /** The public part, as a site enrols it. */
  current(): Pick<ReportSignature, 'keyId' | 'publicKey'> {
    const { key_id: keyId, public_key: publicKey } = this.#usable()?.row ?? this.#make();
    return { keyId, publicKey };
  }

  sign(text: string): ReportSignature {
    const { keyId, publicKey } = this.current();
    const usable = this.#usable();
    if (usable === null) throw new AppError('internal/bug', 'the key of a person does not open after it was made');
    const privateKey = privateOf(usable.seed);
    usable.seed.fill(0);
    const signature = sign(null, Buffer.from(text, 'utf8'), privateKey).toString('hex');
    return { algorithm: 'Ed25519', keyId, publicKey, signature };
  }

  /** The newest key of the person that opens. */
  #usable(): { readonly row: z.infer<typeof Row>; readonly seed: Uint8Array } | null {
    const { index, personId } = this.#options;
    const rows = index
      .prepare('SELECT key_id, public_key, sealed FROM person_key WHERE person_id = ? ORDER BY made_at DESC, key_id')
      .all(personId)
      .map((row) => Row.parse(row));
    return this.#wrapped((wrapping) => {
      for (const row of rows) {
        const seed = openKey(wrapping, Buffer.from(row.sealed, 'hex'), label(personId, row.key_id));
        if (seed !== null) return { row, seed };
      }
      return null;
    });
  }

  #make(): z.infer<typeof Row> {
    const { commands, personId, clock } = this.#options;
    const { keyId, publicKey, seed } = newKeyPair();
    const sealed = this.#wrapped((wrapping) =>
      Buffer.from(sealKey(wrapping, seed, label(personId, keyId))).toString('hex'),
    );
    seed.fill(0);
    commands.run({ name: 'people.newSignatureKey', personId, subject: personId, detail: { keyId } }, (db) => {
      db.prepare('INSERT INTO person_key (key_id, person_id, public_key, sealed, made_at) VALUES (?, ?, ?, ?, ?)').run(
        ...[keyId, personId, publicKey, sealed, clock.nowIso()],
      );
    });
    return { key_id: keyId, public_key: publicKey, sealed };
  }

  /** With a key that changes with that of the store. */
  #wrapped<T>(work: (wrapping: Uint8Array) => T): T {
    const { ring, personId } = this.#options;
    const key = ring.databaseKey('index');
    const wrapping = deriveKey(key, Buffer.from(personId, 'utf8'), 'nightjar/person-key/1');
    key.fill(0);
    try {
      return work(wrapping);
    } finally {
      wrapping.fill(0);
    }
  }
}

function label(personId: PersonId, keyId: string): string {
  return `nightjar/person-key/1/${personId}/${keyId}`;
}
