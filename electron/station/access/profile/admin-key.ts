import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { Fingerprint } from '../../../../shared/model/site-profile.ts';

const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 20;

/** An administrator's key pair: the private part as PEM (PKCS 8), which openssl reads and writes too. */
export interface AdminKey {
  readonly pem: string;
  readonly fingerprint: Fingerprint;
}

/** @param passphrase locks the file (PBES2, AES-256); null: whoever has the file has the key */
export function newAdminKey(passphrase: string | null = null): AdminKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const lock = passphrase === null ? {} : { cipher: 'aes-256-cbc', passphrase };
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...lock }).toString();
  return { pem, fingerprint: fingerprintOf(publicBytes(privateKey)) };
}

/** @throws AppError profile/bad-key for what is no Ed25519 private key in PEM, profile/key-passphrase where it is locked */
export function readAdminKey(pem: string, passphrase: string | null = null): KeyObject {
  const key = readPrivateKey(pem, passphrase);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new AppError('profile/bad-key', 'a profile is signed with an Ed25519 key');
}

/** A private key of any kind as PEM (PKCS 8) without a passphrase. @throws AppError as `readAdminKey` */
export function openKeyFile(pem: string, passphrase: string | null): string {
  return readPrivateKey(pem, passphrase).export({ type: 'pkcs8', format: 'pem' }).toString();
}

function readPrivateKey(pem: string, passphrase: string | null): KeyObject {
  const isLocked = /^(-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED)/m.test(pem);
  if (isLocked && passphrase === null) {
    throw new AppError('profile/key-passphrase', 'the key file is locked with a passphrase');
  }
  try {
    return createPrivateKey({ key: pem, ...(isLocked && passphrase !== null ? { passphrase } : {}) });
  } catch (error) {
    if (isLocked) {
      throw new AppError('profile/key-passphrase', 'this passphrase does not open the key file', { cause: error });
    }
    throw new AppError('profile/bad-key', 'the file holds no private key that can be read', { cause: error });
  }
}

/** The 32 bytes of the public part. */
export function publicBytes(privateKey: KeyObject): Uint8Array {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

/** What a person compares with what the administrator says: see `Fingerprint`. */
export function fingerprintOf(publicKey: Uint8Array): Fingerprint {
  const hex = createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, 2 * FINGERPRINT_BYTES);
  return Fingerprint.parse((hex.match(/.{4}/g) ?? []).join('-'));
}

export function signText(privateKey: KeyObject, text: string): Uint8Array {
  return sign(null, Buffer.from(text, 'utf8'), privateKey);
}

/** False for what is no key or no signature too. */
export function isSignedBy(publicKey: Uint8Array, text: string, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES) return false;
  try {
    const x = Buffer.from(publicKey).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(text, 'utf8'), key, signature);
  } catch {
    // Bytes that are no point of the curve: nobody signed with them.
    return false;
  }
}
