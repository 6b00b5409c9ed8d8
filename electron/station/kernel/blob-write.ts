import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { AppError, toWire } from '../../../shared/errors/app-error.ts';
import { chunkCount, sealChunk } from './blob-format.ts';
import type { WriteOutcome, WriteTask } from './blob-tasks.ts';
import { diskError } from './disk-error.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';

interface Written {
  readonly handle: number;
  readonly sha256: string;
}

/**
 * Writes a group of blobs: all of them first, then one fsync after the other, which costs the disk little more than one.
 * A failed one leaves no file. Runs in a worker, so every call waits.
 */
export function writeGroup(tasks: readonly WriteTask[], faults: FaultPoints = NO_FAULTS): readonly WriteOutcome[] {
  const written = tasks.map((task) => attempt(task, () => faults.around('blob write', () => writeOne(task))));
  return tasks.map((task, i) => {
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
}

function attempt<T>(task: WriteTask, work: () => T): T | { readonly error: ReturnType<typeof toWire> } {
  try {
    return work();
  } catch (error) {
    rmSync(task.file, { force: true });
    return { error: toWire(diskError(error)) };
  }
}

function writeOne(task: WriteTask): Written {
  const source = openSource(task);
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
  const sha256 = createHash('sha256');
  writeAll(handle, task.header);
  const count = chunkCount(task.length, task.chunkSize);
  for (let index = 0; index < count; index += 1) {
    const plain = source.next(Math.min(task.chunkSize, task.length - index * task.chunkSize));
    sha256.update(plain);
    writeAll(handle, sealChunk(task.keys, index, index === count - 1, plain));
  }
  if (!source.atEnd()) throw changed();
  return sha256.digest('hex');
}

interface Source {
  /** Exactly that many bytes more. */
  readonly next: (bytes: number) => Uint8Array;
  readonly atEnd: () => boolean;
  readonly close: () => void;
}

function openSource(task: WriteTask): Source {
  if ('bytes' in task.source) return bytesSource(task.source.bytes, task.length);
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
    next: (bytes) => readExactly(handle, bytes),
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

/** A file that ends before has changed since its length was taken. */
function readExactly(handle: number, bytes: number): Uint8Array {
  const buffer = Buffer.allocUnsafe(bytes);
  let filled = 0;
  while (filled < bytes) {
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

function writeAll(handle: number, bytes: Uint8Array): void {
  let offset = 0;
  while (offset < bytes.length) offset += writeSync(handle, bytes, offset, bytes.length - offset);
}

function changed(): AppError {
  return new AppError('import/changed-while-reading', 'the file has another length than when it was found', {
    retry: 'later',
  });
}

function unreadable(cause: unknown): AppError {
  return new AppError('import/unreadable-path', 'the file cannot be read', { cause });
}
