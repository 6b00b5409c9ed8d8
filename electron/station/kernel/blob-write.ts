import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { AppError, toWire } from '../../../shared/errors/app-error.ts';
import { syncFolderNow } from './atomic-file.ts';
import { chunkCount, newBlobHeader, sealChunkParts } from './blob-format.ts';
import type { BlobStart, WriteOutcome, WriteTask } from './blob-tasks.ts';
import { diskError } from './disk-error.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';
import { giveBack } from './give-back.ts';
import { PIECE_BYTES } from './pieces.ts';
import { SpoolReader } from './spool-file.ts';
import type { SpoolPlace } from './spool-file.ts';

interface Written {
  readonly handle: number;
  readonly sha256: string;
}

/**
 * Writes a group of blobs for good: all of them first, then one fsync after the other, which costs the disk little more than
 * one, then their names. A failed one leaves no file. Runs in a worker, so every call waits.
 * @param folder that all of them get their names in
 */
export function writeGroup(
  tasks: readonly WriteTask[],
  folder: string,
  faults: FaultPoints = NO_FAULTS,
): readonly WriteOutcome[] {
  const scratch = new Scratch();
  const written = tasks.map((task) => attempt(task, () => faults.around('blob write', () => writeOne(task, scratch))));
  const synced = tasks.map((task, i) => {
    const one = written[i];
    if (one === undefined || 'error' in one)
      return one ?? { error: toWire(new AppError('internal/bug', 'no outcome')) };
    return attempt(task, () => {
      // The handle that wrote: an error of the disk since then is reported to it, perhaps not to a new one.
      try {
        faults.around('blob fsync', () => fsyncSync(one.handle));
      } finally {
        closeSync(one.handle);
      }
      return { sha256: one.sha256 };
    });
  });
  const named = tasks.map((task, i): WriteOutcome => {
    const one = synced[i];
    if (one === undefined || 'error' in one)
      return one ?? { error: toWire(new AppError('internal/bug', 'no outcome')) };
    return attempt(task, () => {
      faults.around('blob rename', () => renameSync(task.file, task.place));
      return one;
    });
  });
  if (named.every((one) => 'error' in one)) return named;
  try {
    faults.around('blob folder sync', () => syncFolderNow(folder));
    return named;
  } catch (error) {
    // No name is safe: none is acknowledged, and what lies there is swept at the next start.
    const failed = { error: toWire(diskError(error)) };
    return named.map((one) => ('error' in one ? one : failed));
  }
}

function attempt<T>(task: WriteTask, work: () => T): T | { readonly error: ReturnType<typeof toWire> } {
  try {
    return work();
  } catch (error) {
    rmSync(task.file, { force: true });
    return { error: toWire(diskError(error)) };
  }
}

function writeOne(task: WriteTask, scratch: Scratch): Written {
  const source = openSource(task, scratch);
  try {
    const handle = openSync(task.file, 'wx', 0o600);
    try {
      return { handle, sha256: writeChunks(task, handle, source) };
    } catch (error) {
      closeSync(handle);
      throw error;
    }
  } finally {
    source.close();
  }
}

function writeChunks(task: WriteTask, handle: number, source: Source): string {
  const { header, keys } = newBlobHeader(task, task.studyKey);
  try {
    const sha256 = createHash('sha256');
    const start = task.start === null ? null : new StartCheck(task.start);
    let parts: readonly Uint8Array[] = [header.bytes];
    const count = chunkCount(task.length, header.chunkSize);
    for (let index = 0; index < count; index += 1) {
      const plain = source.next(Math.min(header.chunkSize, task.length - index * header.chunkSize));
      sha256.update(plain);
      start?.update(plain);
      const sealed = sealChunkParts(keys, index, index === count - 1, plain);
      writeAll(handle, [...parts, ...sealed]);
      giveBack(sealed);
      parts = [];
    }
    if (!source.atEnd() || start?.isTrue() === false) throw changed();
    return sha256.digest('hex');
  } finally {
    keys.blobKey.fill(0);
  }
}

/** Whether what is written begins with what was understood. */
class StartCheck {
  readonly #expected: string;
  readonly #hash = createHash('sha256');
  #left: number;

  constructor({ bytes, sha256 }: BlobStart) {
    this.#expected = sha256;
    this.#left = bytes;
  }

  update(plain: Uint8Array): void {
    if (this.#left === 0) return;
    const part = plain.subarray(0, this.#left);
    this.#hash.update(part);
    this.#left -= part.length;
  }

  isTrue(): boolean {
    return this.#left === 0 && this.#hash.digest('hex') === this.#expected;
  }
}

/** Room for one chunk at a time: fresh memory for each costs more than the reading. */
class Scratch {
  #room = Buffer.alloc(0);

  take(bytes: number): Buffer {
    if (this.#room.length < bytes) this.#room = Buffer.allocUnsafeSlow(bytes);
    return this.#room.subarray(0, bytes);
  }
}

interface Source {
  /** Exactly that many bytes more; good until the next call. */
  readonly next: (bytes: number) => Uint8Array;
  readonly atEnd: () => boolean;
  readonly close: () => void;
}

function openSource(task: WriteTask, scratch: Scratch): Source {
  if ('bytes' in task.source) return bytesSource(task.source.bytes, task.length);
  if ('pieces' in task.source) return piecesSource(task.source.pieces, task.length, scratch);
  if ('spool' in task.source) return spoolSource(task.source.spool, task.length);
  let handle: number;
  try {
    handle = openSync(task.source.path, 'r');
  } catch (error) {
    throw unreadable(error);
  }
  if (fstatSync(handle).size !== task.length) {
    closeSync(handle);
    throw changed();
  }
  return {
    next: (bytes) => readExactly(handle, scratch.take(bytes)),
    atEnd: () => readOnce(handle, Buffer.alloc(1), 0) === 0,
    close: () => closeSync(handle),
  };
}

function bytesSource(all: Uint8Array, length: number): Source {
  if (all.length !== length) throw changed();
  let offset = 0;
  return {
    next: (bytes) => {
      const part = all.subarray(offset, offset + bytes);
      offset += part.length;
      return part;
    },
    atEnd: () => offset === all.length,
    close: () => undefined,
  };
}

function piecesSource(pieces: readonly Uint8Array[], length: number, scratch: Scratch): Source {
  if (pieces.reduce((sum, piece) => sum + piece.length, 0) !== length) throw changed();
  let offset = 0;
  return {
    next: (bytes) => {
      const within = offset % PIECE_BYTES;
      const piece = pieces[Math.floor(offset / PIECE_BYTES)];
      const part = piece?.subarray(within, within + bytes);
      const whole = part?.length === bytes ? part : acrossPieces(pieces, offset, scratch.take(bytes));
      offset += bytes;
      return whole;
    },
    atEnd: () => offset === length,
    close: () => undefined,
  };
}

/** For chunks of another length than the pieces. */
function acrossPieces(pieces: readonly Uint8Array[], offset: number, to: Uint8Array): Uint8Array {
  for (let at = 0; at < to.length;) {
    const within = (offset + at) % PIECE_BYTES;
    const part = pieces[Math.floor((offset + at) / PIECE_BYTES)]?.subarray(within, within + to.length - at);
    if (part === undefined || part.length === 0) throw changed();
    to.set(part, at);
    at += part.length;
  }
  return to;
}

function spoolSource(place: SpoolPlace, length: number): Source {
  if (place.bytes !== length) throw changed();
  const reader = new SpoolReader(place);
  let offset = 0;
  return {
    next: (bytes) => {
      const part = reader.readAt(offset, bytes);
      offset += part.length;
      return part;
    },
    atEnd: () => offset === length,
    close: () => reader.close(),
  };
}

/** A file that ends before has changed since its length was taken. */
function readExactly(handle: number, buffer: Uint8Array): Uint8Array {
  let filled = 0;
  while (filled < buffer.length) {
    const got = readOnce(handle, buffer, filled);
    if (got === 0) throw changed();
    filled += got;
  }
  return buffer;
}

function readOnce(handle: number, buffer: Uint8Array, offset: number): number {
  try {
    return readSync(handle, buffer, offset, buffer.length - offset, null);
  } catch (error) {
    throw unreadable(error);
  }
}

function writeAll(handle: number, parts: readonly Uint8Array[]): void {
  let written = writevSync(handle, parts);
  for (const part of parts) {
    // Most often nothing is left; a disk that is nearly full takes less.
    for (let at = Math.min(written, part.length); at < part.length;) {
      at += writeSync(handle, part, at, part.length - at);
    }
    written = Math.max(0, written - part.length);
  }
}

function changed(): AppError {
  return new AppError('import/changed-while-reading', 'the file is not as it was when it was found', {
    retry: 'later',
  });
}

function unreadable(cause: unknown): AppError {
  return new AppError('import/unreadable-path', 'the file cannot be read', { cause });
}
