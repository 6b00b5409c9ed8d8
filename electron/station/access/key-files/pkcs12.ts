import { AppError } from '../../../../shared/errors/app-error.ts';
import { CONTEXT_0, CONTEXT_0_OCTETS, element, elements, inside, objectId, OCTETS, SEQUENCE } from './der.ts';
import type { Der } from './der.ts';
import { unlock } from './pbe.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const LOCKED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const X509 = '1.2.840.113549.1.9.22.1';

/** What such a file holds, in its order: DER. */
export interface Pkcs12 {
  readonly certificates: readonly Uint8Array[];
  /** PKCS #8, without a lock. */
  readonly keys: readonly Uint8Array[];
}

/** Whether bytes begin as a PKCS #12 file does: a sequence that begins with the number 3. A certificate begins with a sequence. */
export function isPkcs12(bytes: Uint8Array): boolean {
  try {
    const [version] = elements(inside(element(bytes), SEQUENCE));
    return version?.tag === 0x02 && version.content[0] === 3;
  } catch {
    // No DER at all.
    return false;
  }
}

/**
 * A PKCS #12 file (RFC 7292) under a passphrase. Its own checksum is not looked at: what does not open is no key, and a key that is
 * not that of the certificate is refused by who reads both.
 * @throws AppError source/key-file, source/key-passphrase
 */
export async function readPkcs12(bytes: Uint8Array, passphrase: string): Promise<Pkcs12> {
  const certificates: Uint8Array[] = [];
  const keys: Uint8Array[] = [];
  let isOpen = false;
  try {
    const [, safe] = elements(inside(element(bytes), SEQUENCE));
    for (const content of elements(inside(element(dataOf(safe)), SEQUENCE))) {
      for (const bag of elements(inside(element(await safeOf(content, passphrase)), SEQUENCE))) {
        isOpen = true;
        const [id, value] = elements(inside(bag, SEQUENCE));
        const held = element(inside(value, CONTEXT_0));
        const kind = objectId(id);
        if (kind === CERTIFICATE_BAG) certificates.push(...certificateOf(held));
        else if (kind === KEY_BAG) keys.push(Buffer.from(inside(value, CONTEXT_0)));
        else if (kind === LOCKED_KEY_BAG) keys.push(await openedKey(held, passphrase));
      }
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    // What a wrong passphrase opens is noise.
    if (isOpen) throw new AppError('source/key-file', 'the file is damaged', { cause: error });
    throw new AppError('source/key-passphrase', 'this passphrase does not open the file', { cause: error });
  }
  return { certificates, keys };
}

function dataOf(content: Der | undefined): Uint8Array {
  const [id, value] = elements(inside(content, SEQUENCE));
  if (objectId(id) !== DATA) throw notThis();
  return inside(element(inside(value, CONTEXT_0)), OCTETS);
}

/** The bytes of SafeContents, opened where they are locked. */
async function safeOf(content: Der, passphrase: string): Promise<Uint8Array> {
  const [id, value] = elements(inside(content, SEQUENCE));
  if (objectId(id) !== ENCRYPTED_DATA) return dataOf(content);
  const [, info] = elements(inside(element(inside(value, CONTEXT_0)), SEQUENCE));
  const [, algorithm, locked] = elements(inside(info, SEQUENCE));
  return unlock(algorithm, inside(locked, CONTEXT_0_OCTETS), passphrase);
}

function certificateOf(bag: Der): Uint8Array[] {
  const [id, value] = elements(inside(bag, SEQUENCE));
  return objectId(id) === X509 ? [inside(element(inside(value, CONTEXT_0)), OCTETS)] : [];
}

/** EncryptedPrivateKeyInfo (RFC 5208). */
function openedKey(bag: Der, passphrase: string): Promise<Uint8Array> {
  const [algorithm, locked] = elements(inside(bag, SEQUENCE));
  return unlock(algorithm, inside(locked, OCTETS), passphrase);
}

function notThis(): AppError {
  return new AppError('source/key-file', 'a file that is signed with another key is not read', {
    context: { reason: 'old-lock' },
  });
}
