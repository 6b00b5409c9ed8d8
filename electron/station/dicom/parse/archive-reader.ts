import { fromFd, getFileNameLowLevel } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { ArchiveEntry } from '../parser-messages.ts';

const MEGABYTE = 1024 * 1024;
const MAX_ENTRIES = 1_000_000;
/** One entry is held in memory and handed over as one message. */
const MAX_ENTRY = 1024 * MEGABYTE;
const MAX_RATIO = 1000;
/** Up to here any ratio is allowed. */
const FREE_BYTES = 100 * MEGABYTE;

/**
 * A ZIP archive, read in the parser process. Names are text for the report and nothing else; no byte of an entry is ever
 * written to disk. Sizes are checked twice: as stated, and while inflating.
 */
export class ArchiveReader {
  readonly path: string;
  readonly #zip: ZipFile;
  readonly #entries: readonly Entry[];

  private constructor(path: string, zip: ZipFile, entries: readonly Entry[]) {
    this.path = path;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws AppError import/archive-damaged, import/archive-too-large, import/unreadable-path */
  static async open(path: string): Promise<ArchiveReader> {
    const zip = await openZip(path);
    try {
      return new ArchiveReader(path, zip, await listEntries(zip));
    } catch (error) {
      zip.close();
      throw error instanceof AppError ? error : damaged(error);
    }
  }

  /** Everything but folders, with what is known before reading. */
  list(): ArchiveEntry[] {
    const stated = this.#entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    const packed = this.#entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
    if (stated > FREE_BYTES && stated > packed * MAX_RATIO) {
      throw new AppError('import/archive-too-large', 'the archive grows more than a thousandfold');
    }
    return this.#entries.map((entry, index) => ({
      index,
      name: nameOf(entry),
      bytes: entry.uncompressedSize,
      refused: refusal(entry),
    }));
  }

  /** Inflates one entry. @throws AppError import/archive-… */
  async read(index: number): Promise<Uint8Array> {
    const entry = this.#entries[index];
    if (!entry) throw new AppError('import/archive-damaged', 'the archive changed while it was read');
    const refused = refusal(entry);
    if (refused) throw new AppError(refused.code, refused.message);
    const limit = Math.min(MAX_ENTRY, Math.max(FREE_BYTES, entry.compressedSize * MAX_RATIO));
    const bytes = await inflateEntry(this.#zip, entry, limit);
    if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32) {
      throw new AppError('import/archive-damaged', 'the entry is not what the archive says it is');
    }
    return bytes;
  }

  close(): void {
    this.#zip.close();
  }
}

function damaged(cause: unknown): AppError {
  return new AppError('import/archive-damaged', 'the archive is damaged', { cause });
}

function openZip(path: string): Promise<ZipFile> {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    fstatSync(file);
  } catch (error) {
    throw new AppError('import/unreadable-path', 'the archive cannot be opened', { cause: error });
  }
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false };
    fromFd(file, options, (error, zip) => {
      if (!error) {
        resolve(zip);
        return;
      }
      closeSync(file);
      reject(damaged(error));
    });
  });
}

function listEntries(zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw new AppError('import/archive-too-large', `the archive lists more than ${MAX_ENTRIES} entries`);
  }
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      if (!nameOf(entry).endsWith('/')) entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

function refusal(entry: Entry): ArchiveEntry['refused'] {
  const say = (code: ErrorCode, message: string): ArchiveEntry['refused'] => toWire(new AppError(code, message));
  if (entry.isEncrypted()) return say('import/archive-encrypted', 'the entry is encrypted');
  // Unix mode in the upper half: a symbolic link's content is a path.
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000)
    return say('import/link-refused', 'the entry is a link');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return say('import/archive-damaged', 'the entry is packed in a way that is not read');
  }
  const tooLarge = entry.uncompressedSize > MAX_ENTRY;
  const bomb = entry.uncompressedSize > FREE_BYTES && entry.uncompressedSize > entry.compressedSize * MAX_RATIO;
  return tooLarge || bomb ? say('import/archive-too-large', 'the entry is too large') : null;
}

function inflateEntry(zip: ZipFile, entry: Entry, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(damaged(error));
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) stream.destroy(new AppError('import/archive-too-large', 'the entry grows too large'));
        else chunks.push(chunk);
      });
      stream.on('error', (cause) => reject(cause instanceof AppError ? cause : damaged(cause)));
      stream.on('end', () => resolve(Buffer.concat(chunks, size)));
    });
  });
}

/** CRC-32 of ZIP (polynomial EDB88320, reflected). zlib.crc32 came with Node 22; the runtime may be older. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE: readonly number[] = Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
