import { createCipheriv, createHash, createSecretKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { writeEntryHead } from '../../../../shared/review/package/entries.ts';
import { chunkNonce, CHUNK, VERSION, writePrefix } from '../../../../shared/review/package/header.ts';
import type { PackageHeader } from '../../../../shared/review/package/header.ts';
import { placeNewFile } from '../../kernel/export-files.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { NO_FAULTS } from '../../kernel/fault-points.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import { giveBack } from '../../kernel/give-back.ts';
import { newId } from '../../kernel/ids.ts';
import { requireOutsideStore } from '../../kernel/outside-store.ts';
import { deriveKey, sealKey } from '../../kernel/sealed-key.ts';
import { newExchangeKey, wrappingKey } from './exchange-key.ts';

export interface PackageEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One on its way into a package: its bytes at once, or in parts that follow each other. */
export interface EntryToWrite {
  readonly name: string;
  readonly bytes: Uint8Array | readonly Uint8Array[];
}

export interface PackageInput extends Pick<PackageHeader, 'kind' | 'programmeId' | 'madeAt' | 'expiresAt'> {
  /** The sender's Ed25519 key. */
  readonly sender: { readonly publicKey: string; readonly privateKey: KeyObject };
  /** X25519 public keys, hex. */
  readonly recipients: readonly string[];
  /** One after the other: no more than one is held at a time. */
  readonly entries: AsyncIterable<EntryToWrite> | Iterable<EntryToWrite>;
}

/** What is random in a package; fixed for test vectors alone. */
export interface PackageSecrets {
  readonly packageId: string;
  readonly contentKey: Uint8Array;
  readonly ephemeral: { readonly publicKey: string; readonly secret: Uint8Array };
}

/** Bytes after which the disk is asked for what it was given. */
const FLUSHED = 32 * 1024 * 1024;
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
  const sealed = (plain: Buffer, isLast: boolean): readonly Buffer[] => {
    const cipher = createCipheriv('aes-256-gcm', key, chunkNonce(index, isLast));
    cipher.setAAD(headDigest);
    const pieces = inPieces(plain).map((piece) => cipher.update(piece));
    cipher.final();
    pieces.push(cipher.getAuthTag());
    for (const piece of pieces) content.update(piece);
    index += 1;
    return pieces;
  };
  let waiting: Buffer | null = null;
  for await (const plain of chunksOf(input.entries)) {
    if (waiting !== null) yield* sealed(waiting, false);
    waiting = plain;
  }
  yield* sealed(waiting ?? Buffer.alloc(0), true);
  yield sign(null, Buffer.concat([Buffer.from(SIGNED_END), headDigest, content.digest()]), sender.privateKey);
}

function freshSecrets(): PackageSecrets {
  return {
    packageId: randomBytes(16).toString('hex'),
    contentKey: randomBytes(32),
    ephemeral: newExchangeKey(),
  };
}

/** What the cipher takes at once: what it makes of that is memory that is used over and over, of a whole chunk it is not. */
const PIECE = 128 * 1024;

export function inPieces(bytes: Buffer): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, at) =>
    bytes.subarray(at * PIECE, (at + 1) * PIECE),
  );
}

/** The entries one behind the other, in pieces of CHUNK; the last may be shorter. Each is good until the second one after it is asked for. */
async function* chunksOf(entries: PackageInput['entries']): AsyncGenerator<Buffer> {
  let [chunk, other] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  let filled = 0;
  for await (const { name, bytes } of entries) {
    const content = bytes instanceof Uint8Array ? [bytes] : bytes;
    const total = content.reduce((sum, { length }) => sum + length, 0);
    for (const part of [writeEntryHead({ name, bytes: total }), ...content]) {
      for (let at = 0; at < part.length;) {
        const piece = part.subarray(at, at + CHUNK - filled);
        chunk.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < CHUNK) continue;
        yield chunk;
        [chunk, other] = [other, chunk];
        filled = 0;
      }
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** Where a package is written. */
export interface PackagePlace {
  readonly final: string;
  /**
   * Its name until it is whole and on record, in a folder of the store; what is on record and has not got its name is found there. Absent: it is
   * made outside of the store, beside the file.
   */
  readonly temporary?: string;
}

/**
 * Writes a package to a new file: under a temporary name first, which goes when anything fails. `record` runs when all bytes are safe and
 * before the file gets its name.
 * @throws AppError disk/exists, request/bad inside the store, disk/…
 */
export async function writePackage(
  storeDir: string,
  { final, temporary: inStore }: PackagePlace,
  input: PackageInput,
  { record, faults = NO_FAULTS }: { readonly record: (packageId: string) => void; readonly faults?: FaultPoints },
): Promise<number> {
  if (inStore === undefined) await requireOutsideStore(storeDir, final);
  const temporary = inStore ?? path.join(path.dirname(final), `.${newId()}.part`);
  const secrets = freshSecrets();
  let isOnRecord = false;
  try {
    const bytes = await faults.aroundAsync('export write', () => streamTo(temporary, packageBytes(input, secrets)));
    record(secrets.packageId);
    isOnRecord = true;
    await faults.aroundAsync('export rename', () => placeNewFile(temporary, final));
    return bytes;
  } catch (error) {
    if (!isOnRecord || inStore === undefined) await rm(temporary, { force: true });
    throw error instanceof AppError ? error : diskError(error);
  }
}

/** The next piece is made while the one before it is written, and the disk has most of it before the end waits for the rest. */
async function streamTo(file: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  const iterator = pieces[Symbol.asyncIterator]();
  const flushes = new Flushes(handle);
  let bytes = 0;
  try {
    let writing: Promise<void> = Promise.resolve();
    for (let isDone = false; !isDone;) {
      const [some] = await Promise.all([someOf(iterator), writing]);
      writing = writeAll(handle, some.pieces).then(() => giveBack(some.pieces));
      bytes += some.bytes;
      flushes.wrote(bytes);
      isDone = some.isLast;
    }
    await writing;
    await flushes.end();
    await handle.sync();
    return bytes;
  } finally {
    await iterator.return?.();
    await handle.close();
  }
}

interface Pieces {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  readonly isLast: boolean;
}

/** As many as make one write worth while. */
async function someOf(iterator: AsyncIterator<Uint8Array>): Promise<Pieces> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < CHUNK) {
    const next = await iterator.next();
    if (next.done === true) return { pieces, bytes, isLast: true };
    pieces.push(next.value);
    bytes += next.value.length;
  }
  return { pieces, bytes, isLast: false };
}

async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  let left = [...pieces];
  while (left.length > 0) {
    let { bytesWritten } = await handle.writev(left);
    left = left.flatMap((piece) => {
      const rest = piece.subarray(Math.min(bytesWritten, piece.length));
      bytesWritten -= piece.length - rest.length;
      return rest.length === 0 ? [] : [rest];
    });
  }
}

/** Asks the disk for what it was given, now and then and one at a time, without waiting for it. */
class Flushes {
  readonly #handle: FileHandle;
  #asked = 0;
  #underWay = false;
  #last: Promise<unknown> = Promise.resolve(null);

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  wrote(bytes: number): void {
    if (this.#underWay || bytes - this.#asked < FLUSHED) return;
    this.#asked = bytes;
    this.#underWay = true;
    const done = (error: unknown): unknown => {
      this.#underWay = false;
      return error;
    };
    this.#last = this.#handle.datasync().then(() => done(null), done);
  }

  /** @throws what the disk said */
  async end(): Promise<void> {
    const failed = await this.#last;
    if (failed !== null) throw failed;
  }
}
