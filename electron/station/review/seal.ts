import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM, bound to whose row it is: a seal that is moved to another row does not open. */
export function sealText(key: Uint8Array, row: string, text: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce);
  cipher.setAAD(Buffer.from(row, 'utf8'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
}

/** @throws AppError store/damaged */
export function openText(key: Uint8Array, row: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), bytes.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(row, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new AppError('store/damaged', 'a seal of peer review does not open', { cause: error });
  }
}
