import { createCipheriv, createHash, createSecretKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { writeEntryHead } from '../../../../shared/review/package/entries.ts';
import { chunkNonce, CHUNK, VERSION, writePrefix } from '../../../../shared/review/package/header.ts';
import type { PackageHeader } from '../../../../shared/review/package/header.ts';
import { placeNewFile } from '../../kernel/export-files.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { NO_FAULTS } from '../../kernel/fault-points.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import { newId } from '../../kernel/ids.ts';
import { requireOutsideStore } from '../../kernel/outside-store.ts';
import { deriveKey, sealKey } from '../../kernel/sealed-key.ts';
import { newExchangeKey, wrappingKey } from './exchange-key.ts';

export interface PackageEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PackageInput extends Pick<PackageHeader, 'kind' | 'programmeId' | 'madeAt' | 'expiresAt'> {
  /** The sender's Ed25519 key. */
  readonly sender: { readonly publicKey: string; readonly privateKey: KeyObject };
  /** X25519 public keys, hex. */
  readonly recipients: readonly string[];
  /** One after the other: no more than one is held at a time. */
  readonly entries: AsyncIterable<PackageEntry> | Iterable<PackageEntry>;
}

/** What is random in a package; fixed for test vectors alone. */
export interface PackageSecrets {
  readonly packageId: string;
  readonly contentKey: Uint8Array;
  readonly ephemeral: { readonly publicKey: string; readonly secret: Uint8Array };
}

export const CONTENT = 'nightjar/review-package/1/content';
export const SIGNED_HEADER = 'nightjar/review-package/1/header';
export const SIGNED_END = 'nightjar/review-package/1/end';

/** The bytes of a package, piece by piece: prefix, header, signature of the header, chunks, signature of all. */
export async function* packageBytes(
  input: PackageInput,
  secrets: PackageSecrets = freshSecrets(),
): AsyncGenerator<Uint8Array> {
  const { packageId, contentKey, ephemeral } = secrets;
  const { kind, programmeId, madeAt, expiresAt, sender } = input;
  const recipients = input.recipients.map((publicKey) => {
    const wrapping = wrappingKey(ephemeral.secret, publicKey, { ephemeral: ephemeral.publicKey, recipient: publicKey });
    return { publicKey, wrapped: Buffer.from(sealKey(wrapping, contentKey, packageId)).toString('hex') };
  });
  const header: PackageHeader = {
    ...{ version: VERSION, packageId, kind, programmeId, madeAt, expiresAt },
    ...{ sender: sender.publicKey, ephemeral: ephemeral.publicKey, recipients },
  };
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const head = Buffer.concat([writePrefix(text.length), text]);
  const headDigest = createHash('sha256').update(head).digest();
  yield head;
  yield sign(null, Buffer.concat([Buffer.from(SIGNED_HEADER), headDigest]), sender.privateKey);
  const key = createSecretKey(deriveKey(contentKey, headDigest, CONTENT));
  const content = createHash('sha256');
  let index = 0;
  const sealed = (plain: Uint8Array, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, chunkNonce(index, isLast));
    cipher.setAAD(headDigest);
    const body = cipher.update(plain);
    cipher.final();
    const chunk = Buffer.concat([body, cipher.getAuthTag()]);
    content.update(chunk);
    index += 1;
    return chunk;
  };
  let waiting: Buffer | null = null;
  for await (const plain of chunksOf(input.entries)) {
    if (waiting !== null) yield sealed(waiting, false);
    waiting = plain;
  }
  yield sealed(waiting ?? Buffer.alloc(0), true);
  yield sign(null, Buffer.concat([Buffer.from(SIGNED_END), headDigest, content.digest()]), sender.privateKey);
}

function freshSecrets(): PackageSecrets {
  return {
    packageId: randomBytes(16).toString('hex'),
    contentKey: randomBytes(32),
    ephemeral: newExchangeKey(),
  };
}

/** The entries one behind the other, in pieces of CHUNK; the last may be shorter. */
async function* chunksOf(entries: PackageInput['entries']): AsyncGenerator<Buffer> {
  let chunk = Buffer.allocUnsafe(CHUNK);
  let filled = 0;
  for await (const { name, bytes } of entries) {
    for (const part of [writeEntryHead({ name, bytes: bytes.length }), bytes]) {
      for (let at = 0; at < part.length;) {
        const piece = part.subarray(at, at + CHUNK - filled);
        chunk.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < CHUNK) continue;
        yield chunk;
        chunk = Buffer.allocUnsafe(CHUNK);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/**
 * Writes a package to a new file: under a temporary name first, which goes when anything fails. `record` runs when all bytes are safe and
 * before the file gets its name.
 * @throws AppError disk/exists, request/bad inside the store, disk/…
 */
export async function writePackage(
  storeDir: string,
  file: string,
  input: PackageInput,
  { record, faults = NO_FAULTS }: { readonly record: (packageId: string) => void; readonly faults?: FaultPoints },
): Promise<number> {
  await requireOutsideStore(storeDir, file);
  const temporary = path.join(path.dirname(file), `.${newId()}.part`);
  const secrets = freshSecrets();
  try {
    const bytes = await faults.aroundAsync('export write', () => streamTo(temporary, packageBytes(input, secrets)));
    record(secrets.packageId);
    await faults.aroundAsync('export rename', () => placeNewFile(temporary, file));
    return bytes;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error instanceof AppError ? error : diskError(error);
  }
}

async function streamTo(file: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length;) at += (await handle.write(piece, at)).bytesWritten;
      bytes += piece.length;
    }
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}
