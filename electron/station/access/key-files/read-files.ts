import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { ClientCertificate } from '../../../../shared/model/identity-provider.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { openKeyFile } from '../profile/admin-key.ts';
import { isPkcs12, readPkcs12 } from './pkcs12.ts';

/** A chain with its key is a few kilobytes; bytes. */
const LONGEST_FILE = 256 * 1024;
const MOST_CERTIFICATES = 20;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const KEY = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/;

/** A file that somebody chose; bounded before it is read. @throws AppError source/key-file, disk/… */
export async function readChosen(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LONGEST_FILE) throw notThis('the file is too long for certificates');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : diskError(error);
  }
}

/** The certificates of a file, PEM or DER, as PEM. @throws AppError source/key-file */
export function authoritiesIn(bytes: Uint8Array): string {
  return certificatesIn(bytes)
    .map((one) => one.toString())
    .join('');
}

/**
 * A certificate of this station with its key: from PKCS #12, or from PEM (the key in the same file or in one of its own).
 * @throws AppError source/key-file, also where key and certificate are not of one pair; source/key-passphrase
 */
export async function certificateIn(
  certificate: Uint8Array,
  key: Uint8Array | null,
  passphrase: string | null,
): Promise<ClientCertificate> {
  if (isPkcs12(certificate)) {
    const { certificates, keys } = await readPkcs12(certificate, passphrase ?? '');
    return paired(
      certificates.slice(0, MOST_CERTIFICATES).map((one) => parsed(one)),
      keys.map((one) => keyOf(one)),
    );
  }
  const text = Buffer.from(key ?? certificate).toString('latin1');
  const [found] = KEY.exec(text) ?? [];
  if (found === undefined) throw notThis('there is no private key in the file', 'no-key');
  return paired(certificatesIn(certificate), [createPrivateKey(unlocked(found, passphrase))]);
}

/** The station's own first, then its chain. */
function paired(certificates: readonly X509Certificate[], keys: readonly KeyObject[]): ClientCertificate {
  if (keys.length === 0) throw notThis('there is no private key in the file', 'no-key');
  for (const key of keys) {
    const own = certificates.find((one) => one.checkPrivateKey(key));
    if (own === undefined) continue;
    const chain = [own, ...certificates.filter((one) => one !== own)];
    return {
      certificate: chain.map((one) => one.toString()).join(''),
      privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }
  throw notThis('the key is not that of the certificate', 'other-key');
}

function certificatesIn(bytes: Uint8Array): readonly X509Certificate[] {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = [...text.matchAll(CERTIFICATE)].map(([block]) => block);
  const found = blocks.length === 0 ? [parsed(bytes)] : blocks.slice(0, MOST_CERTIFICATES).map((one) => parsed(one));
  return found;
}

function parsed(one: Uint8Array | string): X509Certificate {
  try {
    return new X509Certificate(one);
  } catch (error) {
    throw notThis('the file holds no certificate', 'no-certificate', error);
  }
}

function keyOf(der: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new AppError('source/key-passphrase', 'this passphrase does not open the file', { cause: error });
  }
}

function unlocked(pem: string, passphrase: string | null): string {
  try {
    return openKeyFile(pem, passphrase);
  } catch (error) {
    const known = asAppError(error);
    if (known.code === 'profile/key-passphrase') {
      throw new AppError('source/key-passphrase', 'the key is locked with another passphrase', { cause: error });
    }
    throw notThis('the private key cannot be read', 'no-key', error);
  }
}

function notThis(message: string, reason = 'no-certificate', cause?: unknown): AppError {
  return new AppError('source/key-file', message, { context: { reason }, cause });
}
