import { createCipheriv, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { chunkNonce } from '../../../../shared/review/package/header.ts';

/**
 * What the first reading of a package found true, so that a later one needs no hash over all of it: of each chunk a GMAC under a key that
 * nobody else has. Whoever changes the file between two readings is found out before a byte of that chunk is given out, a sender too, who
 * could sign another end.
 */
export class ProvenChunks {
  readonly #key = createSecretKey(randomBytes(32));
  readonly #codes: Buffer[] = [];

  note(index: number, sealed: Uint8Array): void {
    this.#codes[index] = this.#codeOf(index, sealed);
  }

  /** @throws AppError package/damaged */
  require(index: number, sealed: Uint8Array): void {
    const code = this.#codes[index];
    if (code === undefined || !timingSafeEqual(code, this.#codeOf(index, sealed)))
      throw new AppError('package/damaged', 'the package was changed while it was read');
  }

  #codeOf(index: number, sealed: Uint8Array): Buffer {
    const mac = createCipheriv('aes-256-gcm', this.#key, chunkNonce(index, false));
    mac.setAAD(sealed);
    mac.final();
    return mac.getAuthTag();
  }
}
