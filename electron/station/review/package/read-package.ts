import { createDecipheriv, createHash, createPublicKey, createSecretKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ENTRY_HEAD, EntryLimits } from '../../../../shared/review/package/entries.ts';
import {
  chunkNonce,
  CHUNK,
  judgeHeader,
  PREFIX,
  readHeader,
  readPrefix,
  SIGNATURE,
  TAG,
} from '../../../../shared/review/package/header.ts';
import type { Opening, PackageHeader } from '../../../../shared/review/package/header.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { giveBack } from '../../kernel/give-back.ts';
import { oneAhead } from '../../kernel/one-ahead.ts';
import { deriveKey, openKey } from '../../kernel/sealed-key.ts';
import { wrappingKey } from './exchange-key.ts';
import { CONTENT, inPieces, SIGNED_END, SIGNED_HEADER } from './write-package.ts';
import { ProvenChunks } from './proven-chunks.ts';
import type { PackageEntry } from './write-package.ts';

/** SPKI of Ed25519 (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface PackageReader extends Omit<Opening, 'recipient'> {
  readonly recipient: { readonly publicKey: string; readonly secret: Uint8Array };
}

/** An opened package, all of it signed by its sender. What it holds is judged as it is read: whoever takes it reads all of it first. */
export interface OpenedPackage {
  readonly header: PackageHeader;
  entries(): AsyncGenerator<PackageEntry>;
}

/**
 * Opens a package, lets `take` have its entries one by one, and closes it. The whole file is read and found to be what its sender signed
 * before the first entry is given out; names and sizes are looked at as they come.
 * @throws AppError package/…, disk/…
 */
export async function readPackage<T>(
  file: string,
  reader: PackageReader,
  take: (opened: OpenedPackage) => Promise<T>,
): Promise<T> {
  const handle = await openFile(file);
  try {
    const layout = await openLayout(handle, reader);
    await prove(layout);
    return await take({ header: layout.header, entries: () => entriesOf(layout) });
  } finally {
    await handle.close();
  }
}

/** What a package of one's own says of itself: nothing of it is proven. @throws AppError package/…, disk/… */
export async function packageHead(file: string): Promise<PackageHeader> {
  const handle = await openFile(file);
  try {
    const length = readPrefix(await bytesAt(handle, 0, PREFIX));
    return readHeader((await bytesAt(handle, PREFIX, length)).toString('utf8'));
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw diskError(error);
  }
}

async function openLayout(handle: FileHandle, reader: PackageReader): Promise<Layout> {
  const { size } = await handle.stat();
  const prefix = await bytesAt(handle, 0, PREFIX);
  const length = readPrefix(prefix);
  const text = await bytesAt(handle, PREFIX, length);
  const start = PREFIX + length + SIGNATURE;
  const signature = await bytesAt(handle, PREFIX + length, SIGNATURE);
  if (text.length < length || signature.length < SIGNATURE || size < start + TAG + SIGNATURE)
    throw damaged('it is cut short');
  const header = readHeader(text.toString('utf8'));
  const head = createHash('sha256').update(prefix).update(text).digest();
  // First the signature: nothing that somebody unknown wrote is believed.
  if (!isSigned(header.sender, SIGNED_HEADER, [head], signature)) throw damaged('its header is not what was signed');
  const { publicKey, secret } = reader.recipient;
  judgeHeader(header, { ...reader, recipient: publicKey });
  const key = contentKey(header, publicKey, secret, head);
  return { handle, header, head, key, start, end: size - SIGNATURE, proven: new ProvenChunks() };
}

interface Layout {
  readonly handle: FileHandle;
  readonly header: PackageHeader;
  readonly head: Buffer;
  readonly key: KeyObject;
  /** First byte of the chunks, and the one after them. */
  readonly start: number;
  readonly end: number;
  readonly proven: ProvenChunks;
}

function contentKey(header: PackageHeader, recipient: string, secret: Uint8Array, head: Buffer): KeyObject {
  const wrapped = header.recipients.find(({ publicKey }) => publicKey === recipient)?.wrapped ?? '';
  const wrapping = wrappingKey(secret, header.ephemeral, { ephemeral: header.ephemeral, recipient });
  const opened = openKey(wrapping, Buffer.from(wrapped, 'hex'), header.packageId);
  wrapping.fill(0);
  if (opened === null) throw new AppError('package/other-recipient', 'the key of the package does not open');
  const derived = deriveKey(opened, head, CONTENT);
  opened.fill(0);
  return createSecretKey(derived);
}

/** The first reading: that the sender signed all of it. One recipient of several has the content key too, but not the sender's. */
async function prove({ handle, header, head, start, end, proven }: Layout): Promise<void> {
  const content = createHash('sha256');
  let index = 0;
  for await (const { sealed } of sealedChunks(handle, start, end)) {
    content.update(sealed);
    proven.note(index, sealed);
    index += 1;
  }
  const signature = await bytesAt(handle, end, SIGNATURE);
  if (!isSigned(header.sender, SIGNED_END, [head, content.digest()], signature))
    throw damaged('its end is not what was signed');
}

/**
 * A later reading: of chunks that are still what was proven. Each is authentic by itself before a byte of it is given out, in pieces that are
 * good until the next chunk is asked for.
 */
async function* plainPieces({ handle, head, key, start, end, proven }: Layout): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { sealed, isLast } of sealedChunks(handle, start, end)) {
    proven.require(index, sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, chunkNonce(index, isLast));
    decipher.setAAD(head);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = inPieces(sealed.subarray(0, sealed.length - TAG)).map((piece) => decipher.update(piece));
    try {
      decipher.final();
    } catch (error) {
      throw damaged('a part is not what was sealed', error);
    }
    yield* plain;
    giveBack(plain);
    index += 1;
  }
}

interface SealedChunk {
  readonly sealed: Buffer;
  readonly isLast: boolean;
}

/** Chunks with their tags, each good until the next one is asked for. */
async function* sealedChunks(handle: FileHandle, start: number, end: number): AsyncGenerator<SealedChunk> {
  const size = CHUNK + TAG;
  const count = Math.ceil((end - start) / size);
  const buffers = [0, 1].map(() => Buffer.allocUnsafe(Math.min(size, end - start)));
  const read = async (index: number): Promise<SealedChunk> => {
    const at = start + index * size;
    const length = Math.min(end - at, size);
    const sealed = await fill(handle, at, (buffers[index % 2] ?? Buffer.alloc(length)).subarray(0, length));
    if (sealed.length < length || length < TAG) throw damaged('it is cut short');
    return { sealed, isLast: index === count - 1 };
  };
  yield* oneAhead(Array(count).keys(), read);
}

/** Walks over the stream of entries. */
async function* entriesOf(layout: Layout): AsyncGenerator<PackageEntry> {
  let head = Buffer.alloc(0);
  let entry: { readonly name: string; readonly content: Buffer; filled: number } | null = null;
  const limits = new EntryLimits();
  for await (const plain of plainPieces(layout)) {
    let at = 0;
    while (at < plain.length) {
      if (entry === null) {
        const need: number = head.length < ENTRY_HEAD ? ENTRY_HEAD : ENTRY_HEAD + head.readUInt16BE(0);
        const piece = plain.subarray(at, at + need - head.length);
        head = Buffer.concat([head, piece]);
        at += piece.length;
        if (head.length < ENTRY_HEAD || head.length < ENTRY_HEAD + head.readUInt16BE(0)) continue;
        const name = head.toString('latin1', ENTRY_HEAD);
        const bytes = Number(head.readBigUInt64BE(2));
        limits.take({ name, bytes });
        // No more memory than the file can fill, whatever it says.
        if (bytes > layout.end - layout.start) throw damaged('it ends inside an entry');
        entry = { name, content: Buffer.allocUnsafeSlow(bytes), filled: 0 };
        head = Buffer.alloc(0);
      } else {
        const piece = plain.subarray(at, at + entry.content.length - entry.filled);
        piece.copy(entry.content, entry.filled);
        entry.filled += piece.length;
        at += piece.length;
      }
      if (entry !== null && entry.filled === entry.content.length) {
        yield { name: entry.name, bytes: entry.content };
        entry = null;
      }
    }
  }
  if (entry !== null || head.length > 0) throw damaged('it ends inside an entry');
}

function isSigned(sender: string, label: string, parts: readonly Buffer[], signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(sender, 'hex')]), format: 'der', type: 'spki' });
  return verify(null, Buffer.concat([Buffer.from(label), ...parts]), key, signature);
}

function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  return fill(handle, at, Buffer.allocUnsafe(length));
}

/** As much of it as the file has. */
async function fill(handle: FileHandle, at: number, buffer: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function damaged(why: string, cause?: unknown): AppError {
  return new AppError('package/damaged', `the package is damaged: ${why}`, { cause });
}
