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
import { deriveKey, openKey } from '../../kernel/sealed-key.ts';
import { wrappingKey } from './exchange-key.ts';
import { CONTENT, SIGNED_END, SIGNED_HEADER } from './write-package.ts';
import type { PackageEntry } from './write-package.ts';

/** SPKI of Ed25519 (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface PackageReader extends Omit<Opening, 'recipient'> {
  readonly recipient: { readonly publicKey: string; readonly secret: Uint8Array };
}

/** An opened package; its entries may be read once all of it was found true. */
export interface OpenedPackage {
  readonly header: PackageHeader;
  entries(): AsyncGenerator<PackageEntry>;
}

/**
 * Opens a package, lets `take` have its entries one by one, and closes it. The whole file is read and found true (signatures, every chunk,
 * names, sizes) before the first entry is given out, so that whatever is refused leaves nothing behind.
 * @throws AppError package/…, disk/…
 */
export async function readPackage<T>(
  file: string,
  reader: PackageReader,
  take: (opened: OpenedPackage) => Promise<T>,
): Promise<T> {
  const handle = await openFile(file);
  try {
    const source = await openSource(handle, reader);
    const limits = new EntryLimits();
    for await (const { name, bytes } of source.entries('sizes')) limits.take({ name, bytes });
    return await take({
      header: source.header,
      async *entries() {
        for await (const { name, content } of source.entries('contents')) yield { name, bytes: content };
      },
    });
  } finally {
    await handle.close();
  }
}

interface Piece {
  readonly name: string;
  readonly bytes: number;
  readonly content: Uint8Array;
}

interface Source {
  readonly header: PackageHeader;
  entries(what: 'sizes' | 'contents'): AsyncGenerator<Piece>;
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw diskError(error);
  }
}

async function openSource(handle: FileHandle, reader: PackageReader): Promise<Source> {
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
  const layout = { handle, header, head, key, start, end: size - SIGNATURE };
  return { header, entries: (what) => entriesOf(layout, what) };
}

interface Layout {
  readonly handle: FileHandle;
  readonly header: PackageHeader;
  readonly head: Buffer;
  readonly key: KeyObject;
  /** First byte of the chunks, and the one after them. */
  readonly start: number;
  readonly end: number;
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

async function* chunksOf({ handle, header, head, key, start, end }: Layout): AsyncGenerator<Buffer> {
  const content = createHash('sha256');
  let index = 0;
  for (let at = start; at < end; index += 1) {
    const stop = Math.min(end, at + CHUNK + TAG);
    const sealed = await bytesAt(handle, at, stop - at);
    if (sealed.length < stop - at || sealed.length < TAG) throw damaged('it is cut short');
    content.update(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, chunkNonce(index, stop === end));
    decipher.setAAD(head);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
    try {
      decipher.final();
    } catch (error) {
      throw damaged('a part is not what was sealed', error);
    }
    at = stop;
    yield plain;
  }
  // One recipient of several has the content key too, but not the sender's.
  const signature = await bytesAt(handle, end, SIGNATURE);
  if (!isSigned(header.sender, SIGNED_END, [head, content.digest()], signature))
    throw damaged('its end is not what was signed');
}

/** Walks over the stream of entries; contents are gathered only where they are asked for. */
async function* entriesOf(layout: Layout, what: 'sizes' | 'contents'): AsyncGenerator<Piece> {
  let head = Buffer.alloc(0);
  let entry: { readonly name: string; readonly bytes: number; readonly content: Buffer; filled: number } | null = null;
  const limits = new EntryLimits();
  for await (const chunk of chunksOf(layout)) {
    let at = 0;
    while (at < chunk.length) {
      if (entry === null) {
        const need: number = head.length < ENTRY_HEAD ? ENTRY_HEAD : ENTRY_HEAD + head.readUInt16BE(0);
        const piece = chunk.subarray(at, at + need - head.length);
        head = Buffer.concat([head, piece]);
        at += piece.length;
        if (head.length < ENTRY_HEAD || head.length < ENTRY_HEAD + head.readUInt16BE(0)) continue;
        const name = head.toString('latin1', ENTRY_HEAD);
        const bytes = Number(head.readBigUInt64BE(2));
        limits.take({ name, bytes });
        entry = { name, bytes, content: Buffer.allocUnsafe(what === 'contents' ? bytes : 0), filled: 0 };
        head = Buffer.alloc(0);
      } else {
        const piece = chunk.subarray(at, at + entry.bytes - entry.filled);
        if (what === 'contents') piece.copy(entry.content, entry.filled);
        entry.filled += piece.length;
        at += piece.length;
      }
      if (entry !== null && entry.filled === entry.bytes) {
        yield { name: entry.name, bytes: entry.bytes, content: entry.content };
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

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function damaged(why: string, cause?: unknown): AppError {
  return new AppError('package/damaged', `the package is damaged: ${why}`, { cause });
}
