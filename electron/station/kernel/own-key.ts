import type { PersonId } from '../../../shared/model/ids.ts';
import { KEY_BYTES } from './sealed-key.ts';
import { openLetter, putInBox } from './slot-box.ts';

/**
 * What only one person's own passphrase opens, while they are at work: the private half of their slot. The key of the store gives none of
 * it, nor does another slot of theirs (recovery, key store of the system). It goes with every lock.
 */
export class OwnKey {
  #personId: PersonId | null = null;
  #publicKey = new Uint8Array(0);
  #privateKey = new Uint8Array(0);
  /** Opened or made in this session, by a name of their own. */
  readonly #kept = new Map<string, Uint8Array>();
  #isRecovered = false;

  /** Whose passphrase was typed; null: nobody's. */
  get personId(): PersonId | null {
    return this.#personId;
  }

  /** The recovery key was typed in place of a passphrase. */
  get isRecovered(): boolean {
    return this.#isRecovered;
  }

  /** Takes the private half over and zeroes it in the end. */
  take(personId: PersonId, publicKey: Uint8Array, privateKey: Uint8Array): void {
    this.#privateKey.fill(0);
    this.#personId = personId;
    this.#publicKey = Uint8Array.from(publicKey);
    this.#privateKey = Uint8Array.from(privateKey);
    privateKey.fill(0);
  }

  recovered(): void {
    this.#isRecovered = true;
  }

  /** What another one knows, which is empty then. */
  adopt(other: OwnKey): void {
    if (other.#personId !== null) this.take(other.#personId, other.#publicKey, other.#privateKey);
    this.#isRecovered ||= other.#isRecovered;
    other.forget();
  }

  /** A secret that was sealed for its owner; the caller zeroes it. Null: it is for nobody who typed their passphrase. */
  open(name: string, sealed: Uint8Array, label: string): Uint8Array | null {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return Uint8Array.from(kept);
    if (this.#personId === null || !isFor(sealed, this.#publicKey)) return null;
    return openLetter(this.#privateKey, this.#publicKey, sealed.subarray(KEY_BYTES), label);
  }

  /** For this session, though no passphrase was typed. */
  keep(name: string, secret: Uint8Array): void {
    this.#kept.set(name, Uint8Array.from(secret));
  }

  forget(): void {
    for (const secret of [this.#privateKey, ...this.#kept.values()]) secret.fill(0);
    this.#kept.clear();
    this.#personId = null;
    this.#isRecovered = false;
    this.#privateKey = new Uint8Array(0);
  }
}

/** Seals 32 bytes for whoever has the private half: the public half, then the letter. */
export function sealFor(publicKey: Uint8Array, secret: Uint8Array, label: string): Uint8Array {
  return Buffer.concat([publicKey, putInBox(publicKey, secret, label)]);
}

export function isFor(sealed: Uint8Array, publicKey: Uint8Array): boolean {
  return publicKey.length === KEY_BYTES && Buffer.compare(sealed.subarray(0, KEY_BYTES), publicKey) === 0;
}
