import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KEY_BYTES } from './sealed-key.ts';

/** PKCS #8 and SPKI of Ed25519 (RFC 8410): these bytes, then the 32 of the key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key, as seals, bundles and reports name it. */
export interface PublicKeyOf {
  /** SHA-256 of the 32 bytes, hex. */
  readonly keyId: string;
  /** The 32 bytes, hex. */
  readonly publicKey: string;
}

/** A new pair; the 32 bytes of `seed` are the private part, and the caller's to zero. */
export function newKeyPair(): PublicKeyOf & { readonly seed: Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length);
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return { keyId: keyIdOf(raw), publicKey: raw.toString('hex'), seed };
}

/** Whether a text was signed by the holder of this public key (hex). False for what is no key or no signature. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'hex');
  if (raw.length !== KEY_BYTES || raw.toString('hex') !== publicKey) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'hex'));
}

/** The name of a public key: SHA-256 of its 32 bytes, hex. */
export function keyIdOf(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex');
}

/** @param seed 32 bytes; stays the caller's */
export function privateOf(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([PKCS8, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}
