import { createHmac } from 'node:crypto';

const DAYS = 3650;

/**
 * What one project puts in the place of UIDs, ids and dates: the same for the same input and key, and not to be undone or made again
 * without the key.
 */
export class KeyedNames {
  readonly #key: Uint8Array;

  /** @param key 32 bytes of the project; stays the caller's */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A UID under the UUID root (Part 5, B.2; RFC 9562 version 8, HMAC-SHA-256). */
  uid(uid: string): string {
    const bytes = this.#digest('uid', uid).subarray(0, 16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
  }

  /** By how many days the dates of a patient move: back by one day to ten years, never not at all. */
  days(patient: string): number {
    return -1 - (this.#digest('days', patient).readUInt32BE(0) % DAYS);
  }

  /** Ten letters and digits without those that are taken for one another. */
  pseudonym(patient: string): string {
    const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
    return Array.from(
      this.#digest('pseudonym', patient).subarray(0, 10),
      (byte) => letters[byte % letters.length],
    ).join('');
  }

  #digest(what: string, value: string): Buffer {
    return createHmac('sha256', this.#key).update(`nightjar/deidentify/1/${what}\0${value}`).digest();
  }
}
