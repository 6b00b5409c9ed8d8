import { randomBytes } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { HeldCertificate } from '../../../../shared/model/certificate.ts';
import type { ClientCertificate } from '../../../../shared/model/identity-provider.ts';

/** Files that were chosen and not saved; the oldest goes. */
const MOST_HELD = 4;
/** A form that lies open longer asks for the file again. */
const HELD_MS = 15 * 60_000;

/** Certificates with their keys between the choice of a file and the saving of a form: in memory alone, and for minutes. */
export class HeldCertificates {
  readonly #held = new Map<HeldCertificate, ClientCertificate>();

  hold(certificate: ClientCertificate): HeldCertificate {
    const held = HeldCertificate.parse(randomBytes(16).toString('hex'));
    this.#held.set(held, certificate);
    setTimeout(() => this.#held.delete(held), HELD_MS).unref();
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= MOST_HELD) break;
      this.#held.delete(oldest);
    }
    return held;
  }

  /** @throws AppError source/key-file where it is held no more */
  take(held: HeldCertificate): ClientCertificate {
    const certificate = this.#held.get(held);
    if (certificate === undefined) {
      throw new AppError('source/key-file', 'the file has to be chosen again', { context: { reason: 'not-held' } });
    }
    return certificate;
  }

  /** It was saved. */
  drop(held: HeldCertificate | null): void {
    if (held !== null) this.#held.delete(held);
  }

  clear(): void {
    this.#held.clear();
  }
}
