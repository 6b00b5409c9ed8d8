import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../../shared/errors/app-error.ts';
import { diskError } from './disk-error.ts';

/** A large object on its way in, sealed on the disk. The key lies in memory only: after a crash nobody reads what is left. */
export interface SpoolPlace {
  readonly path: string;
  /** 32 bytes, of this file alone. */
  readonly key: Uint8Array;
  /** Plain length. */
  readonly bytes: number;
}

const CHUNK = 1024 * 1024;
const TAG = 16;
const CIPHER = 'aes-256-gcm';

/** Writes such a file, chunk by chunk: AES-256-GCM, the number of the chunk as nonce under a key that is used for nothing else. */
export class SpoolWriter {
  readonly #path: string;
  readonly #key = randomBytes(32);
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  readonly #handle: FileHandle;
  #filled = 0;
  #index = 0;
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** @param path a name of ours that does not exist @throws AppError disk/… */
  static async open(path: string): Promise<SpoolWriter> {
    try {
      return new SpoolWriter(path, await open(path, 'wx', 0o600));
    } catch (error) {
      throw diskError(error);
    }
  }

  /** Bytes in order. @throws AppError disk/… */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const some = bytes.subarray(at, at + CHUNK - this.#filled);
      this.#chunk.set(some, this.#filled);
      this.#filled += some.length;
      at += some.length;
      if (this.#filled === CHUNK) await this.#flush();
    }
    this.#bytes += bytes.length;
  }

  async end(): Promise<SpoolPlace> {
    if (this.#filled > 0) await this.#flush();
    await this.#handle.close();
    return { path: this.#path, key: this.#key, bytes: this.#bytes };
  }

  async abort(): Promise<void> {
    await this.#handle.close();
    await removeSpool(this.#path);
  }

  async #flush(): Promise<void> {
    const cipher = createCipheriv(CIPHER, this.#key, nonceOf(this.#index));
    const sealed = cipher.update(this.#chunk.subarray(0, this.#filled));
    cipher.final();
    try {
      for (const part of [sealed, cipher.getAuthTag()]) {
        for (let at = 0; at < part.length;) at += (await this.#handle.write(part, at)).bytesWritten;
      }
    } catch (error) {
      throw diskError(error);
    }
    this.#index += 1;
    this.#filled = 0;
  }
}

/** Reads such a file anywhere. Its calls wait: for worker threads and processes of their own. */
export class SpoolReader {
  readonly bytes: number;
  readonly #file: number;
  readonly #key: Uint8Array;
  #lastIndex = -1;
  #last: Uint8Array = new Uint8Array(0);

  /** @throws AppError import/unreadable-path */
  constructor(place: SpoolPlace) {
    this.bytes = place.bytes;
    this.#key = place.key;
    try {
      this.#file = openSync(place.path, 'r');
    } catch (error) {
      throw new AppError('import/unreadable-path', 'a file on its way in cannot be opened', { cause: error });
    }
  }

  /** As many of the wanted bytes as the object has. @throws AppError import/changed-while-reading */
  readAt(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.bytes - offset));
    const found = new Uint8Array(wanted);
    for (let at = 0; at < wanted;) {
      const place = offset + at;
      const chunk = this.#chunkAt(Math.floor(place / CHUNK));
      const part = chunk.subarray(place % CHUNK, (place % CHUNK) + wanted - at);
      found.set(part, at);
      at += part.length;
    }
    return found;
  }

  close(): void {
    this.#last = new Uint8Array(0);
    closeSync(this.#file);
  }

  #chunkAt(index: number): Uint8Array {
    if (index === this.#lastIndex) return this.#last;
    const length = Math.min(CHUNK, this.bytes - index * CHUNK);
    const sealed = Buffer.allocUnsafe(length + TAG);
    let got = 0;
    while (got < sealed.length) {
      const count = readSync(this.#file, sealed, got, sealed.length - got, index * (CHUNK + TAG) + got);
      if (count === 0) throw changed();
      got += count;
    }
    const decipher = createDecipheriv(CIPHER, this.#key, nonceOf(index));
    decipher.setAuthTag(sealed.subarray(length));
    const plain = decipher.update(sealed.subarray(0, length));
    try {
      decipher.final();
    } catch (error) {
      throw changed(error);
    }
    this.#last = plain;
    this.#lastIndex = index;
    return plain;
  }
}

/** All of it at once. */
export function readSpool(place: SpoolPlace): Uint8Array {
  const reader = new SpoolReader(place);
  try {
    return reader.readAt(0, place.bytes);
  } finally {
    reader.close();
  }
}

/** Removing what is not there is harmless. */
export async function removeSpool(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw diskError(error);
  }
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

function changed(cause?: unknown): AppError {
  return new AppError('import/changed-while-reading', 'a file on its way in is not as it was written', { cause });
}
