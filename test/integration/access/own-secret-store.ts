import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretStore, SecretStoreState } from '../../../electron/station/kernel/ports.ts';

/**
 * A key store of a test's own: AES-256-GCM under a random key that lives as long as this object. It is a real one, as that of a system
 * is: it keeps what it sealed, opens it again, and opens nothing that another sealed. The machine of the tests has none to ask.
 */
export function ownSecretStore(state: SecretStoreState = { backend: 'test', refusal: null }): SecretStore {
  const key = randomBytes(32);
  return {
    state: () => Promise.resolve(state),
    seal(secret) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Promise.resolve(Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), text])));
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      try {
        return Promise.resolve(
          Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])),
        );
      } catch {
        // Sealed by another one.
        return Promise.resolve(null);
      }
    },
  };
}
