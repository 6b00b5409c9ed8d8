import { createDecipheriv, createHash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { element, elements, inside, objectId, OCTETS, SEQUENCE, smallNumber } from './der.ts';
import type { Der } from './der.ts';

const derive = promisify(pbkdf2);

/** Rounds that are gone along with; files of today have up to a million. */
const MOST_ROUNDS = 5_000_000;
/** Of the older way, whose rounds run in this very thread. */
const MOST_OLD_ROUNDS = 200_000;

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
/** pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292, appendix C). */
const SHA1_3DES = '1.2.840.113549.1.12.1.3';

const PRF: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

interface Locked {
  readonly cipher: string;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/**
 * What a passphrase opens, by the algorithm that stands beside it (PKCS #5 v2, RFC 8018; PKCS #12, RFC 7292).
 * @param algorithm AlgorithmIdentifier @throws AppError source/key-file for one that is not known, source/key-passphrase
 */
export async function unlock(algorithm: Der | undefined, bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const [id, parameters] = elements(inside(algorithm, SEQUENCE));
  const { cipher, key, iv } = await keyOf(objectId(id), elements(inside(parameters, SEQUENCE)), passphrase);
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch (error) {
    throw new AppError('source/key-passphrase', 'this passphrase does not open the file', { cause: error });
  }
}

async function keyOf(id: string, parameters: readonly Der[], passphrase: string): Promise<Locked> {
  if (id === PBES2) return modernKey(parameters, passphrase);
  if (id !== SHA1_3DES) throw tooOld();
  const [salt, rounds] = [inside(parameters[0], OCTETS), smallNumber(parameters[1])];
  if (rounds < 1 || rounds > MOST_OLD_ROUNDS) throw tooOld();
  const made = (purpose: number, bytes: number): Uint8Array => oldKey({ purpose, bytes, salt, rounds, passphrase });
  return { cipher: 'des-ede3-cbc', key: made(1, 24), iv: made(2, 8) };
}

async function modernKey([derivation, scheme]: readonly Der[], passphrase: string): Promise<Locked> {
  const [how, given] = elements(inside(derivation, SEQUENCE));
  const [cipherId, iv] = elements(inside(scheme, SEQUENCE));
  const cipher = CIPHERS[objectId(cipherId)];
  if (objectId(how) !== PBKDF2 || cipher === undefined) throw tooOld();
  const [salt, rounds, ...rest] = elements(inside(given, SEQUENCE));
  const prf = rest.find(({ tag }) => tag === SEQUENCE);
  const hash = prf === undefined ? 'sha1' : PRF[objectId(element(prf.content))];
  const count = smallNumber(rounds);
  if (hash === undefined || count < 1 || count > MOST_ROUNDS) throw tooOld();
  const key = await derive(passphrase, inside(salt, OCTETS), count, cipher.keyBytes, hash);
  return { cipher: cipher.name, key, iv: inside(iv, OCTETS) };
}

/** RFC 7292, appendix B.2, with SHA-1: blocks of 64 bytes, hashes of 20. */
function oldKey(of: {
  /** 1: key, 2: initial vector. */
  readonly purpose: number;
  readonly bytes: number;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly passphrase: string;
}): Uint8Array {
  const text = Buffer.from(`${of.passphrase}\0`, 'utf16le').swap16();
  const block = [...filled(of.salt), ...filled(text)];
  const made: number[] = [];
  while (made.length < of.bytes) {
    let hash = createHash('sha1').update(Buffer.alloc(64, of.purpose)).update(Buffer.from(block)).digest();
    for (let round = 1; round < of.rounds; round += 1) hash = createHash('sha1').update(hash).digest();
    made.push(...hash);
    const added = filled(hash).slice(0, 64);
    for (let at = 0; at < block.length; at += 64) addOne(block, at, added);
  }
  return Uint8Array.from(made.slice(0, of.bytes));
}

/** Repeated until whole blocks of 64 are full. */
function filled(bytes: Uint8Array): number[] {
  const length = Math.ceil(bytes.length / 64) * 64;
  return Array.from({ length }, (_unused, at) => bytes[at % bytes.length] ?? 0);
}

/** The 64 bytes at `at` become themselves plus `added` plus one, as a big-endian number without its overflow. */
function addOne(block: number[], at: number, added: readonly number[]): void {
  let carry = 1;
  for (let place = 63; place >= 0; place -= 1) {
    const sum = (block[at + place] ?? 0) + (added[place] ?? 0) + carry;
    block[at + place] = sum & 0xff;
    carry = sum >> 8;
  }
}

function tooOld(): AppError {
  return new AppError('source/key-file', 'the file is locked in a way that is not read', {
    context: { reason: 'old-lock' },
  });
}
