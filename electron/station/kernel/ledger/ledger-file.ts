import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../atomic-file.ts';
import { diskError } from '../disk-error.ts';

/*
 * The file: magic "NJLEDGER", then records. A record: length of the rest (4, big-endian), nonce (12), text, tag (16). Each
 * record is sealed under a key of the store with its place and the tag of the record before it, so that none can be left
 * out, moved or put in; what is cut off at the end is found by comparing with the index.
 */
const MAGIC = Buffer.from('NJLEDGER', 'latin1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST_RECORD = 64 * 1024 * 1024;
const NO_TAG = Buffer.alloc(TAG_BYTES);

/** How a ledger ends: whole; with a record that was never finished; or with one that is not as it was written. */
export type LedgerEnd = 'whole' | 'torn' | 'damaged';

/** An append-only file of sealed records. Calls wait for the disk: records are small. */
export class LedgerFile {
  readonly #file: string;
  readonly #key: Uint8Array;
  readonly #handle: number;
  #count = 0;
  #previous: Uint8Array = NO_TAG;
  #at: number;
  #end: LedgerEnd = 'whole';
  #isOpen = true;

  private constructor(file: string, key: Uint8Array, handle: number) {
    this.#file = file;
    this.#key = key;
    this.#handle = handle;
    this.#at = MAGIC.length;
  }

  static exists(file: string): boolean {
    return existsSync(file);
  }

  /**
   * Opens or makes the file and gives every sound record to `take`, in order. Takes `key` over. What was never finished is
   * cut off; a damaged file is left as it is and takes no more records.
   * @throws AppError disk/…
   */
  static open(file: string, key: Uint8Array, take: (text: string) => void): LedgerFile {
    try {
      const handle = openSync(file, existsSync(file) ? 'r+' : 'wx+', 0o600);
      const ledger = new LedgerFile(file, key, handle);
      try {
        ledger.#read(take);
        return ledger;
      } catch (error) {
        closeSync(handle);
        throw error;
      }
    } catch (error) {
      throw diskError(error);
    }
  }

  get end(): LedgerEnd {
    return this.#end;
  }

  get records(): number {
    return this.#count;
  }

  /** Not durable before `sync`. @throws AppError disk/… and leaves the file as it was */
  append(text: string): void {
    try {
      const record = this.#seal(Buffer.from(text, 'utf8'));
      try {
        let written = 0;
        while (written < record.length) {
          written += writeSync(this.#handle, record, written, record.length - written, this.#at + written);
        }
      } catch (error) {
        ftruncateSync(this.#handle, this.#at);
        throw error;
      }
      this.#at += record.length;
      this.#count += 1;
      this.#previous = record.subarray(record.length - TAG_BYTES);
    } catch (error) {
      throw diskError(error);
    }
  }

  sync(): void {
    try {
      fdatasyncSync(this.#handle);
    } catch (error) {
      throw diskError(error);
    }
  }

  /** Makes the name of a new file durable. */
  async syncName(): Promise<void> {
    await syncFolder(dirname(this.#file));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#key.fill(0);
    closeSync(this.#handle);
  }

  #read(take: (text: string) => void): void {
    const { size } = fstatSync(this.#handle);
    if (size < MAGIC.length) {
      // Made and never finished: nothing was in it.
      ftruncateSync(this.#handle, 0);
      writeSync(this.#handle, MAGIC, 0, MAGIC.length, 0);
      return;
    }
    if (!this.#bytes(0, MAGIC.length).equals(MAGIC)) {
      this.#end = 'damaged';
      return;
    }
    while (this.#at < size) {
      const length = this.#at + 4 > size ? -1 : this.#bytes(this.#at, 4).readUInt32BE(0);
      if (length > LONGEST_RECORD || (length >= 0 && length < NONCE_BYTES + TAG_BYTES)) {
        this.#end = 'damaged';
        return;
      }
      if (length < 0 || this.#at + 4 + length > size) {
        this.#end = 'torn';
        ftruncateSync(this.#handle, this.#at);
        return;
      }
      const text = this.#unseal(this.#bytes(this.#at + 4, length));
      if (text === null) {
        this.#end = 'damaged';
        return;
      }
      take(text);
      this.#at += 4 + length;
    }
  }

  #seal(plain: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(this.#label());
    const text = Buffer.concat([cipher.update(plain), cipher.final()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(NONCE_BYTES + text.length + TAG_BYTES);
    return Buffer.concat([length, nonce, text, cipher.getAuthTag()]);
  }

  #unseal(body: Buffer): string | null {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, body.subarray(0, NONCE_BYTES));
    decipher.setAAD(this.#label());
    const tag = body.subarray(body.length - TAG_BYTES);
    decipher.setAuthTag(tag);
    const plain = decipher.update(body.subarray(NONCE_BYTES, body.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      // The one way GCM says "not as it was written"; the caller knows what that means here.
      return null;
    }
    this.#previous = Uint8Array.from(tag);
    this.#count += 1;
    return plain.toString('utf8');
  }

  #label(): Buffer {
    const place = Buffer.alloc(8);
    place.writeBigUInt64BE(BigInt(this.#count));
    return Buffer.concat([MAGIC, place, this.#previous]);
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const got = readSync(this.#handle, bytes, filled, length - filled, at + filled);
      if (got === 0) break;
      filled += got;
    }
    return bytes;
  }
}
