import { fromFd, getFileNameLowLevel } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';
import type { ArchiveEntry } from '../parser-messages.ts';
import { checkWhole, entryRefusal, MAX_ENTRIES } from './archive-limits.ts';

const SLASH = 0x2f;
/** Of a name, in the report: one may have 65,535 bytes, and there may be a hundred thousand of them. */
const MAX_NAME = 512;

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

  /** Everything but folders, with what is known before reading. @throws AppError import/archive-… */
  list(): ArchiveEntry[] {
    const refusals = this.#entries.map((entry) => entryRefusal(entry, this.#zip.fileSize));
    checkWhole(
      this.#entries.filter((_, index) => refusals[index] === null),
      this.#zip.fileSize,
    );
    return this.#entries.map((entry, index) => {
      const refused = refusals[index] ?? null;
      // What a refused entry says about its size may be any number.
      const bytes = refused === null ? entry.uncompressedSize : 0;
      return { index, name: nameOf(entry), bytes, refused: refused && toWire(refused) };
    });
  }

  /** Inflates one entry. @throws AppError import/archive-… */
  async read(index: number): Promise<Uint8Array> {
    const entry = this.#entries[index];
    if (!entry) throw new AppError('import/archive-damaged', 'the archive changed while it was read');
    const refused = entryRefusal(entry, this.#zip.fileSize);
    if (refused) throw refused;
    const bytes = await inflateEntry(this.#zip, entry);
    if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32) throw notAsStated();
    return bytes;
  }

  close(): void {
    this.#zip.close();
  }
}

function damaged(cause: unknown): AppError {
  // The one reason that yauzl gives in words only: encryption of the PKWARE kind, which hides the list itself.
  if (cause instanceof Error && cause.message.includes('encryption')) {
    return new AppError('import/archive-encrypted', 'the archive is encrypted', { cause });
  }
  return new AppError('import/archive-damaged', 'the archive is damaged', { cause });
}

function notAsStated(): AppError {
  return new AppError('import/archive-damaged', 'the entry is not what the archive says it is');
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
      if (!isFolder(entry)) entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** A folder has no content: something that has some is a file, whatever its name. */
function isFolder(entry: Entry): boolean {
  return entry.fileNameRaw.at(-1) === SLASH && entry.uncompressedSize === 0;
}

function nameOf(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}

/** Stops at the stated size: what grows beyond it is refused whatever it is. */
function inflateEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
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
        if (size > entry.uncompressedSize) stream.destroy(notAsStated());
        else chunks.push(chunk);
      });
      stream.on('error', (cause) => reject(cause instanceof AppError ? cause : damaged(cause)));
      stream.on('end', () => resolve(Buffer.concat(chunks, size)));
      stream.on('close', () => reject(damaged(null)));
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
