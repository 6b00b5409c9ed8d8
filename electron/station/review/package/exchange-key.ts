import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { deriveKey, KEY_BYTES } from '../../kernel/sealed-key.ts';

/** PKCS #8 and SPKI of X25519 (RFC 8410): these bytes, then the 32 of the key. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const WRAP = 'nightjar/review-package/1/wrap';

/** A new pair; the private 32 bytes are the caller's to seal and to zero. */
export function newExchangeKey(): { readonly publicKey: string; readonly secret: Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length).toString('hex'),
    secret: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length),
  };
}

/** The public part of a private key, hex. */
export function publicOf(secret: Uint8Array): string {
  return createPublicKey(privateKey(secret))
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI.length)
    .toString('hex');
}

/**
 * The key under which a content key travels from an ephemeral pair to a recipient (X25519, HKDF-SHA-256 over both public keys).
 * @throws AppError package/damaged where a public key is none
 */
export function wrappingKey(
  secret: Uint8Array,
  peer: string,
  ends: { readonly ephemeral: string; readonly recipient: string },
): Uint8Array {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(peer, 'hex')]), format: 'der', type: 'spki' });
    const shared = diffieHellman({ privateKey: privateKey(secret), publicKey: key });
    const derived = deriveKey(shared, Buffer.from(ends.ephemeral + ends.recipient, 'hex'), WRAP);
    shared.fill(0);
    return derived;
  } catch (error) {
    // A point of low order shares nothing; OpenSSL refuses it.
    throw new AppError('package/damaged', 'a public key of the package is none', { cause: error });
  }
}

function privateKey(secret: Uint8Array): KeyObject {
  if (secret.length !== KEY_BYTES) throw new AppError('internal/bug', 'an exchange key has another length');
  const der = Buffer.concat([PKCS8, secret]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}
