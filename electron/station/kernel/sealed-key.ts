import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
export const SEALED_KEY_BYTES = 12 + KEY_BYTES + 16;

/**
 * Wraps one key under another: nonce, AES-256-GCM text, tag (60 bytes). `label` names level and id and is authenticated, so
 * that a wrapped key cannot be moved to another place.
 */
export function sealKey(wrapping: Uint8Array, key: Uint8Array, label: string | Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(wrapping), nonce);
  cipher.setAAD(labelBytes(label));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** Undoes `sealKey`; null when key, label or bytes do not fit. */
export function openKey(wrapping: Uint8Array, sealed: Uint8Array, label: string | Uint8Array): Uint8Array | null {
  if (sealed.length !== SEALED_KEY_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(wrapping), sealed.subarray(0, 12));
  decipher.setAAD(labelBytes(label));
  decipher.setAuthTag(sealed.subarray(12 + KEY_BYTES));
  const key = decipher.update(sealed.subarray(12, 12 + KEY_BYTES));
  try {
    decipher.final();
    return key;
  } catch {
    // The one way GCM says "not authentic"; the caller knows what that means at its level.
    key.fill(0);
    return null;
  }
}

/** A key of its own for one purpose (HKDF-SHA-256). */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', createSecretKey(secret), salt, purpose, KEY_BYTES));
}

function labelBytes(label: string | Uint8Array): Uint8Array {
  return typeof label === 'string' ? Buffer.from(label, 'utf8') : label;
}
