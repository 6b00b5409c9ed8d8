import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';
import { deriveKey, KEY_BYTES, openKey, sealKey, SEALED_KEY_BYTES } from './sealed-key.ts';

/*
 * Version 3, big-endian:
 *   0  magic "NJBLOB" 1A 0A      8  version (2)       10  header length (2)
 *  12  blob id (26, ASCII)      38  study key id (26, ASCII)
 *  64  salt (16)                80  chunk size (4)    84  plain length (8)
 *  92  wrapped blob key (60)   152  facts: text and 16-byte tag, up to the header length
 *  then chunks: text and 16-byte tag each; all but the last are full
 * An empty blob has one empty chunk. Everything before the wrapped key is authenticated by its wrapping; the whole header, with
 * zeros in the place of the wrapped key, by every chunk. A blob key serves one blob only and a blob is written once, so the
 * chunk number is a sound nonce; the facts have the one that no chunk reaches. Facts say what the blob is, so that an index can be
 * made anew from blobs.
 * The wrapped key is left out so that a study's key can change without a new chunk. Nothing is lost by it: a wrapped key is
 * authentic by its own tag, under the study key and over all fields before it, and whatever it gives but this blob's own key opens no
 * chunk. Only who has the study key can make one that is taken, and who has that could seal every chunk anew as well.
 * Version 2 is the same with the wrapped key authenticated by chunks and facts too. Version 1 is version 2 without facts.
 */
const MAGIC = Buffer.from('NJBLOB\u001a\n', 'latin1');
const VERSION = 3;
/** From here on the wrapped key is not authenticated by the chunks. */
const KEY_APART = 3;
const FACTS_NONCE = Buffer.alloc(12, 0xff);
const ID_BYTES = 26;
const SALT_BYTES = 16;
const AT = { version: 8, headerLength: 10, blobId: 12, studyKeyId: 38, salt: 64, chunkSize: 80, length: 84, key: 92 };
const TAG_BYTES = 16;

/** Of the part that every version has. */
export const HEADER_BYTES = AT.key + SEALED_KEY_BYTES;
/** Where the wrapped key lies in a file. */
export const WRAPPED_KEY = { offset: AT.key, bytes: SEALED_KEY_BYTES } as const;
const MAX_FACTS_BYTES = 1024;
/** Enough of a file to hold its whole header. */
export const LONGEST_HEADER = HEADER_BYTES + MAX_FACTS_BYTES + TAG_BYTES;
const CHUNK_BYTES = 256 * 1024;
const LARGEST_CHUNK = 16 * 1024 * 1024;

export interface BlobHeader {
  readonly version: number;
  readonly blobId: string;
  readonly studyKeyId: string;
  /** Plain bytes of every chunk but the last. */
  readonly chunkSize: number;
  /** Plain bytes of the whole. */
  readonly length: number;
  /** The whole header, facts included: chunks begin after it. */
  readonly bytes: Uint8Array;
}

/** Where the chunks of a blob lie. */
export interface BlobShape {
  readonly length: number;
  readonly chunkSize: number;
  /** Length of the header; that of version 1 when absent. */
  readonly headerBytes?: number;
}

/** What is needed to seal or open the chunks of one blob; plain data, so that it can go to a worker. */
export interface ChunkKeys {
  readonly blobKey: Uint8Array;
  readonly headerHash: Uint8Array;
}

/** A header for a new blob under a fresh key. `text` (1 KiB at most) is sealed into it: what this blob is. */
export function newBlobHeader(
  facts: {
    readonly blobId: string;
    readonly studyKeyId: string;
    readonly length: number;
    readonly chunkSize?: number;
    readonly text?: string;
  },
  studyKey: Uint8Array,
): { readonly header: BlobHeader; readonly keys: ChunkKeys } {
  const chunkSize = facts.chunkSize ?? CHUNK_BYTES;
  const text = Buffer.from(facts.text ?? '', 'utf8');
  if (text.length > MAX_FACTS_BYTES) throw new RangeError('the facts of a blob are too long');
  const bytes = Buffer.alloc(HEADER_BYTES + text.length + TAG_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt16BE(VERSION, AT.version);
  bytes.writeUInt16BE(bytes.length, AT.headerLength);
  bytes.write(facts.blobId, AT.blobId, ID_BYTES, 'latin1');
  bytes.write(facts.studyKeyId, AT.studyKeyId, ID_BYTES, 'latin1');
  randomBytes(SALT_BYTES).copy(bytes, AT.salt);
  bytes.writeUInt32BE(chunkSize, AT.chunkSize);
  bytes.writeBigUInt64BE(BigInt(facts.length), AT.length);
  const blobKey = randomBytes(KEY_BYTES);
  const wrapping = wrappingKey(studyKey, bytes);
  bytes.set(sealKey(wrapping, blobKey, bytes.subarray(0, AT.key)), AT.key);
  wrapping.fill(0);
  bytes.set(seal(blobKey, FACTS_NONCE, labelled(bytes).subarray(0, HEADER_BYTES), text), HEADER_BYTES);
  const { blobId, studyKeyId, length } = facts;
  const header = { version: VERSION, blobId, studyKeyId, chunkSize, length, bytes };
  return { header, keys: { blobKey, headerHash: hash(labelled(bytes)) } };
}

/**
 * Reads a header without believing it: `openBlobHeader` does the proof. `raw` begins with the whole of it (LONGEST_HEADER
 * bytes are enough). Throws `blob/damaged`.
 */
export function parseBlobHeader(raw: Uint8Array): BlobHeader {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('not a blob');
  const version = bytes.readUInt16BE(AT.version);
  if (version < 1 || version > VERSION) throw damaged('unknown version');
  const headerLength = bytes.readUInt16BE(AT.headerLength);
  const least = version === 1 ? HEADER_BYTES : HEADER_BYTES + TAG_BYTES;
  const most = version === 1 ? HEADER_BYTES : LONGEST_HEADER;
  if (headerLength < least || headerLength > most || headerLength > bytes.length) throw damaged('header length');
  const chunkSize = bytes.readUInt32BE(AT.chunkSize);
  const length = Number(bytes.readBigUInt64BE(AT.length));
  if (chunkSize === 0 || chunkSize > LARGEST_CHUNK || !Number.isSafeInteger(length)) throw damaged('header values');
  return {
    version,
    blobId: bytes.toString('latin1', AT.blobId, AT.blobId + ID_BYTES),
    studyKeyId: bytes.toString('latin1', AT.studyKeyId, AT.studyKeyId + ID_BYTES),
    chunkSize,
    length,
    bytes: bytes.subarray(0, headerLength),
  };
}

/**
 * Proves the header by its study key and gives what opens the chunks.
 * @param former the key that this study had before, while it is being changed @throws AppError blob/damaged
 */
export function openBlobHeader(header: BlobHeader, studyKey: Uint8Array, former: Uint8Array | null = null): ChunkKeys {
  const blobKey = unwrap(header, studyKey) ?? (former === null ? null : unwrap(header, former));
  if (blobKey === null) throw damaged('header is not authentic');
  const keys = { blobKey, headerHash: hash(labelled(header.bytes)) };
  openBlobFacts(header, keys);
  return keys;
}

/** True for a blob whose key can be wrapped anew without writing its chunks again. */
export function isRewrappable({ version }: Pick<BlobHeader, 'version'>): boolean {
  return version >= KEY_APART;
}

/** The key of a blob, wrapped under another study key: what is to lie at WRAPPED_KEY. @throws AppError blob/damaged */
export function rewrapBlobKey(header: BlobHeader, studyKey: Uint8Array, next: Uint8Array): Uint8Array {
  if (!isRewrappable(header)) throw new RangeError('the chunks of this blob hang on its wrapped key');
  const { blobKey } = openBlobHeader(header, studyKey);
  const wrapping = wrappingKey(next, header.bytes);
  const sealed = sealKey(wrapping, blobKey, header.bytes.subarray(0, AT.key));
  for (const key of [wrapping, blobKey]) key.fill(0);
  return sealed;
}

function unwrap({ bytes }: BlobHeader, studyKey: Uint8Array): Uint8Array | null {
  const wrapping = wrappingKey(studyKey, bytes);
  const blobKey = openKey(wrapping, bytes.subarray(AT.key, HEADER_BYTES), bytes.subarray(0, AT.key));
  wrapping.fill(0);
  return blobKey;
}

/** The header as facts and chunks authenticate it. */
function labelled(bytes: Uint8Array): Uint8Array {
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt16BE(AT.version) < KEY_APART) return bytes;
  const label = Uint8Array.from(bytes);
  label.fill(0, AT.key, HEADER_BYTES);
  return label;
}

/** What the blob says that it is; empty where it says nothing. Throws `blob/damaged`. */
export function openBlobFacts(header: BlobHeader, keys: ChunkKeys): string {
  if (header.bytes.length === HEADER_BYTES) return '';
  const label = labelled(header.bytes).subarray(0, HEADER_BYTES);
  const plain = unseal(
    keys.blobKey,
    FACTS_NONCE,
    label,
    header.bytes.subarray(HEADER_BYTES),
    'facts are not authentic',
  );
  return Buffer.from(plain).toString('utf8');
}

/** Number of chunks of a blob; an empty one has one. */
export function chunkCount(length: number, chunkSize: number): number {
  return Math.max(1, Math.ceil(length / chunkSize));
}

/** Where a chunk lies in the file, and its stored length with the tag. */
export function chunkPlace(index: number, shape: BlobShape): { readonly offset: number; readonly bytes: number } {
  const plain = Math.min(shape.chunkSize, shape.length - index * shape.chunkSize);
  return {
    offset: (shape.headerBytes ?? HEADER_BYTES) + index * (shape.chunkSize + TAG_BYTES),
    bytes: plain + TAG_BYTES,
  };
}

/** Length of the whole file. */
export function blobFileBytes(shape: BlobShape): number {
  return (shape.headerBytes ?? HEADER_BYTES) + shape.length + chunkCount(shape.length, shape.chunkSize) * TAG_BYTES;
}

export function sealChunk(keys: ChunkKeys, index: number, last: boolean, plain: Uint8Array): Uint8Array {
  return Buffer.concat(sealChunkParts(keys, index, last, plain));
}

/** The same in parts that are written one after the other: a copy of each chunk would cost a tenth of its sealing. */
export function sealChunkParts(
  keys: ChunkKeys,
  index: number,
  last: boolean,
  plain: Uint8Array,
): readonly Uint8Array[] {
  return sealParts(keys.blobKey, nonceOf(index), chunkLabel(keys.headerHash, index, last), plain);
}

/** Throws `blob/damaged` when a single bit is not as it was written, or the chunk belongs elsewhere. */
export function openChunk(keys: ChunkKeys, index: number, last: boolean, stored: Uint8Array): Uint8Array {
  const label = chunkLabel(keys.headerHash, index, last);
  return unseal(keys.blobKey, nonceOf(index), label, stored, 'chunk is not authentic');
}

function seal(key: Uint8Array, nonce: Uint8Array, label: Uint8Array, plain: Uint8Array): Uint8Array {
  return Buffer.concat(sealParts(key, nonce, label, plain));
}

function sealParts(key: Uint8Array, nonce: Uint8Array, label: Uint8Array, plain: Uint8Array): readonly Uint8Array[] {
  // A key object is made three times as fast as the cipher makes its own.
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce);
  cipher.setAAD(label);
  return [cipher.update(plain), cipher.final(), cipher.getAuthTag()].filter((part) => part.length > 0);
}

function unseal(
  key: Uint8Array,
  nonce: Uint8Array,
  label: Uint8Array,
  stored: Uint8Array,
  otherwise: string,
): Uint8Array {
  if (stored.length < TAG_BYTES) throw damaged('cut off');
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce);
  decipher.setAAD(label);
  decipher.setAuthTag(stored.subarray(stored.length - TAG_BYTES));
  const plain = decipher.update(stored.subarray(0, stored.length - TAG_BYTES));
  try {
    decipher.final();
  } catch (error) {
    throw damaged(otherwise, error);
  }
  return plain;
}

export function damaged(what: string, cause?: unknown): AppError {
  return new AppError('blob/damaged', 'a stored object is damaged', { context: { what }, cause });
}

function wrappingKey(studyKey: Uint8Array, header: Uint8Array): Uint8Array {
  return deriveKey(studyKey, header.subarray(AT.salt, AT.salt + SALT_BYTES), 'nightjar/blob-key/1');
}

function nonceOf(index: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

function chunkLabel(headerHash: Uint8Array, index: number, last: boolean): Uint8Array {
  const label = Buffer.alloc(headerHash.length + 9);
  label.set(headerHash);
  label.writeBigUInt64BE(BigInt(index), headerHash.length);
  label[headerHash.length + 8] = last ? 1 : 0;
  return label;
}

function hash(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
